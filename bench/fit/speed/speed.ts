import { askChild } from '../../allocate/child.ts';
import { type Part, points, table } from '../part.ts';
import { type ScipyAnswer, startScipy, type Terms } from '../peers/scipy.ts';
import { quantile } from '../quantile.ts';
import { simulateAccount } from '../simulate.ts';
import { asShipped } from './as-shipped.ts';
import type { TimingAnswer, TimingRequest } from './fit-timing.ts';
import type { PoolAnswer, PoolRequest } from './pool.ts';
import { SPEED_ACCOUNT } from './speed-account.ts';
import { measureSplit } from './split.ts';

const ROUNDS = 3;
const RUNS = 5;
const LIMIT_MS = 600_000;
const POOL_CAMPAIGNS = 10_000;
const PEER_TERMS: Terms = { baseline: true, weekday: true, carryOver: true, season: false, slope: true };

/** In milliseconds. */
interface Lap {
  readonly wall: number;
  /** Of all threads; on a busy machine the fairer measure. */
  readonly processor: number;
}

const lapOf = ({ seconds, processorSeconds }: ScipyAnswer): Lap => ({
  wall: 1000 * seconds,
  processor: 1000 * processorSeconds,
});

const medianLap = (laps: readonly Lap[]): Lap => ({
  wall: quantile(
    laps.map(({ wall }) => wall),
    0.5,
  ),
  processor: quantile(
    laps.map(({ processor }) => processor),
    0.5,
  ),
});

function lapLine(title: string, lap: Lap, peer: Lap): string[] {
  const times = (a: number, b: number) => (Number.isFinite(a / b) ? (a / b).toFixed(1) : '—');
  return [
    title,
    `${lap.wall.toFixed(0)} ms`,
    `${lap.processor.toFixed(0)} ms`,
    times(peer.wall, lap.wall),
    times(peer.processor, lap.processor),
  ];
}

/** Time beside SciPy's, in turns, and ten thousand campaigns through a pool of worker threads. */
export const speed: Part = async ({ scipy }) => {
  const truths = simulateAccount(SPEED_ACCOUNT);
  const cold: Lap[] = [];
  const warm: Lap[] = [];
  const peer: Lap[] = [];
  const earlierPeer: Lap[] = [];
  const earlier = process.env.PYTHON_EARLIER ? await startScipy(process.env.PYTHON_EARLIER) : null;
  let failures = 0;
  const timing = await asShipped('./fit-timing.ts');
  for (let round = 0; round < ROUNDS; round++) {
    const request: TimingRequest = { runs: RUNS };
    const answer = await askChild<TimingAnswer>(timing, request, LIMIT_MS);
    if (!answer) throw new Error('The process that times the fit ended without an answer; run it by itself.');
    const [first, ...later] = answer.milliseconds.map(
      (wall, run): Lap => ({ wall, processor: answer.processorMilliseconds[run]! }),
    );
    cold.push(first!);
    warm.push(medianLap(later));
    const fitted = await scipy.fit(truths, PEER_TERMS);
    const fittedEarlier = await earlier?.fit(truths, PEER_TERMS);
    if (fittedEarlier) earlierPeer.push(lapOf(fittedEarlier));
    if (!fitted) continue;
    peer.push(lapOf(fitted));
    failures = fitted.fits.filter((fit) => fit === null).length;
  }
  earlier?.close();
  const ours = { cold: medianLap(cold), warm: medianLap(warm) };
  const theirs = medianLap(peer);

  const pools: PoolAnswer[] = [];
  for (const request of [
    { campaigns: POOL_CAMPAIGNS / 10, workers: 1 },
    { campaigns: POOL_CAMPAIGNS, workers: 2 },
  ] satisfies PoolRequest[]) {
    const answer = await askChild<PoolAnswer>('../fit/speed/pool.ts', request, LIMIT_MS);
    if (answer) pools.push(answer);
    console.error(`  pool of ${request.workers}: ${answer?.seconds.toFixed(0) ?? 'no answer'} s`);
  }
  const large = pools.find(({ campaigns }) => campaigns === POOL_CAMPAIGNS);
  const split = measureSplit();
  const isTimed = peer.length > 0;
  return {
    markdown: `## Speed

50 campaigns × 365 days with baseline, weekdays, season and carry-over. Here: every family, pooled, with draws, forecasts
and verdicts, bundled and minified as it is shipped. SciPy: the one true family of each campaign with baseline, weekday and carry-over terms, from one start. In
turns, ${ROUNDS} rounds, medians; cold is the first fit of a fresh process, warm the median of the next ${RUNS - 1}.
Where processor time is far below time, the machine was busy with other work: then believe processor time alone.

${table(
  ['all 50 campaigns', 'time', 'processor time', "SciPy's time ÷ this", 'of processor time'],
  [
    lapLine('here, cold', ours.cold, theirs),
    lapLine('here, warm', ours.warm, theirs),
    ...(isTimed ? [lapLine(`SciPy ${scipy.versions?.scipy} (${failures} failures)`, theirs, theirs)] : []),
    ...(earlierPeer.length > 0
      ? [lapLine(`SciPy ${earlier?.versions?.scipy}`, medianLap(earlierPeer), theirs)]
      : []),
  ],
)}

### Ten thousand campaigns

In chunks of one channel of 100 campaigns, 120 days, handed to worker threads one at a time, so that no more chunks than
workers are in memory. A channel by itself does without what the workspace's other channels know of season and shapes:
over ${split.campaigns} campaigns in six channels of eight, 120 days, the median error of the marginal return at current spend is
${points(split.together)} % fitted together and ${points(split.byChannel)} % channel by channel.

${table(
  [
    'campaigns',
    'workers',
    'time',
    'campaigns a second',
    'peak memory of the process',
    'failures',
    'slowest chunk',
  ],
  pools.map(({ campaigns, workers, seconds, peakMegabytes, failures: failed, slowestChunkSeconds }) => [
    campaigns.toLocaleString('en'),
    String(workers),
    `${seconds.toFixed(0)} s`,
    (campaigns / seconds).toFixed(0),
    `${peakMegabytes.toFixed(0)} MB`,
    String(failed),
    `${slowestChunkSeconds.toFixed(1)} s`,
  ]),
)}
`,
    goals: [
      ...(isTimed
        ? [
            ...(['warm', 'cold'] as const).map((when) => ({
              row: 'speed: 50 campaigns × 365 days',
              wanted: `${when}, less time than SciPy's for the true family alone`,
              seen: `${ours[when].wall.toFixed(0)} ms against ${theirs.wall.toFixed(0)} ms; processor time ${ours[when].processor.toFixed(0)} against ${theirs.processor.toFixed(0)}`,
              isReached: ours[when].wall < theirs.wall,
            })),
          ]
        : []),
      {
        row: 'speed: 10,000 campaigns',
        wanted: 'fitted without failures, time and memory stated',
        seen: large
          ? `${large.seconds.toFixed(0)} s, ${large.peakMegabytes.toFixed(0)} MB, ${large.failures} failures`
          : 'no answer',
        isReached: large?.failures === 0,
      },
    ],
    figures: { cold, warm, scipy: peer, scipyEarlier: earlierPeer, pools, split },
  };
};
