type Point = readonly [x: number, y: number];

const at = ([x, y]: Point): string => `${round(x)} ${round(y)}`;
const round = (pixels: number): number => Math.round(pixels * 100) / 100;

/** An SVG path through the points; null leaves a gap. */
export function linePath(points: readonly (Point | null)[]): string {
  return points
    .map((point, i) => (point === null ? '' : `${points[i - 1] ? 'L' : 'M'}${at(point)}`))
    .join('');
}

/** The surface between two lines over the same places; a place that lacks either ends it. */
export function areaPath(upper: readonly (Point | null)[], lower: readonly (Point | null)[]): string {
  const runs: { high: Point[]; low: Point[] }[] = [];
  let run: (typeof runs)[number] | null = null;
  upper.forEach((high, i) => {
    const low = lower[i];
    if (high === null || !low) {
      run = null;
      return;
    }
    if (run === null) {
      run = { high: [], low: [] };
      runs.push(run);
    }
    run.high.push(high);
    run.low.push(low);
  });
  return runs.map(({ high, low }) => `${linePath([...high, ...low.reverse()])}Z`).join('');
}
