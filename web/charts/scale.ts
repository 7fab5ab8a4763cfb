/** From a range of values to a range of pixels, straight. */
export interface Scale {
  (value: number): number;
  /** Round values within the domain, about so many. */
  ticks(count: number): readonly number[];
}

type Range = readonly [from: number, to: number];

export function scaleLinear(domain: Range, range: Range): Scale {
  const [d0, d1] = domain;
  const [r0, r1] = range;
  const perValue = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  const scale = (value: number) => r0 + (value - d0) * perValue;
  return Object.assign(scale, { ticks: (count: number) => ticksOf(domain, count) });
}

/** The domain widened to the round values around it. */
export function nice([from, to]: Range, count = 5): Range {
  const step = roundStep(to - from, count);
  return step === 0 ? [from, to] : [Math.floor(from / step) * step, Math.ceil(to / step) * step];
}

function ticksOf([from, to]: Range, count: number): readonly number[] {
  const step = roundStep(to - from, count);
  if (step === 0) return [from];
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Multiplied and rounded, so that a third tick of 0.1 is 0.3 and not 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** 1, 2 or 5 times a power of ten, so that a span holds about so many. */
function roundStep(span: number, count: number): number {
  if (!(span > 0)) return 0;
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = rough / power;
  return power * (times >= 7.07 ? 10 : times >= 3.16 ? 5 : times >= 1.41 ? 2 : 1);
}
