import type { Response } from '../curve/response.ts';
import { type Domain, type Interval, lowest } from './domain.ts';

/**
 * The least concave function above a response on a domain: straight lines over its gaps and its convex part, then the
 * curve itself from the point where the last line touches it. `kinks` are the spends at which its slope jumps.
 */
export interface Envelope {
  value(x: number): number;
  slope(x: number): number;
  curvature(x: number): number;
  readonly kinks: readonly number[];
  /** Of one S-shaped interval: where the line from its lowest spend touches the curve. */
  readonly touch?: number;
}

type Point = readonly [x: number, y: number];

/** Is the response its own envelope on the domain? Steps are left out of account. */
export function isConcaveOn(response: Response, domain: Domain): boolean {
  if (domain.intervals.length !== 1) return false;
  if (response.corners) {
    const corners = cornersInside(response, domain.intervals[0]!);
    return upperHull(corners).length === corners.length;
  }
  return response.inflection <= lowest(domain);
}

export function envelopeOf(response: Response, domain: Domain): Envelope {
  const known = KNOWN.get(domain)?.get(response);
  if (known) return known;
  const envelope = makeEnvelope(response, domain);
  const ofDomain = KNOWN.get(domain) ?? new WeakMap<Response, Envelope>();
  ofDomain.set(response, envelope);
  KNOWN.set(domain, ofDomain);
  return envelope;
}

/** Branching asks for the same envelopes at every node. Both keys are never changed. */
const KNOWN = new WeakMap<Domain, WeakMap<Response, Envelope>>();

function makeEnvelope(response: Response, domain: Domain): Envelope {
  if (!response.corners && isConcaveOn(response, domain)) {
    return {
      value: response.value,
      slope: response.slope,
      curvature: response.curvature,
      kinks: [],
    };
  }
  if (response.parts && !response.corners) return sumOfEnvelopes(response.parts, domain);
  if (response.corners) {
    const points = domain.intervals.flatMap((interval) => cornersInside(response, interval));
    return chain(upperHull(points), null, response);
  }
  const last = domain.intervals[domain.intervals.length - 1]!;
  const arc: Interval = [Math.max(last[0], response.inflection), last[1]];
  if (domain.intervals.length === 1 && domain.step === null) return overOneInterval(last, arc, response);
  const points = domain.intervals.flatMap((interval) => interval.map((x): Point => [x, response.value(x)]));
  const left = upperHull(points.filter(([x]) => x < arc[0] || (x === last[0] && arc[0] === last[0])));
  if (!(arc[1] > arc[0])) return chain(upperHull(points), null, response);
  return joinArc(left, arc, response);
}

function overOneInterval([a, b]: Interval, arc: Interval, response: Response): Envelope {
  const foot: Point = [a, response.value(a)];
  const touch = arc[1] > arc[0] ? tangentPoint(foot, arc, response) : b;
  const vertices: Point[] = touch > a ? [foot, [touch, response.value(touch)]] : [foot];
  return { ...chain(vertices, touch < b ? b : null, response), touch };
}

/** Concave and above the sum of the parts, since each is above its part; the closer the narrower the domain. */
function sumOfEnvelopes(parts: NonNullable<Response['parts']>, domain: Domain): Envelope {
  const envelopes = parts.map(({ response, weight }) => ({ envelope: envelopeOf(response, domain), weight }));
  const sumOf = (each: (envelope: Envelope) => number) => {
    let sum = 0;
    for (const { envelope, weight } of envelopes) sum += weight * each(envelope);
    return sum;
  };
  return {
    value: (x) => sumOf((envelope) => envelope.value(x)),
    slope: (x) => sumOf((envelope) => envelope.slope(x)),
    curvature: (x) => sumOf((envelope) => envelope.curvature(x)),
    kinks: [...new Set(envelopes.flatMap(({ envelope }) => envelope.kinks))].sort((a, b) => a - b),
  };
}

/** Of the points left of the concave arc, the one whose tangent touches it last carries the line to the arc. */
function joinArc(left: readonly Point[], arc: Interval, response: Response): Envelope {
  let foot = 0;
  let touch = arc[0];
  left.forEach((point, k) => {
    const t = point[0] >= arc[0] ? arc[0] : tangentPoint(point, arc, response);
    if (t > touch || k === 0) {
      foot = k;
      touch = Math.max(touch, t);
    }
  });
  const vertices = left.slice(0, foot + 1);
  if (touch > vertices[vertices.length - 1]![0]) vertices.push([touch, response.value(touch)]);
  return chain(vertices, touch < arc[1] ? arc[1] : null, response);
}

/** Where the line from `point` touches the concave arc: f′(t)·(t − x₀) = f(t) − y₀, whose sides cross once. */
function tangentPoint([x0, y0]: Point, [a, b]: Interval, response: Response): number {
  const excess = (t: number) => response.slope(t) * (t - x0) - (response.value(t) - y0);
  if (excess(a) <= 0) return a;
  let low = a;
  let high = b;
  if (!Number.isFinite(b)) {
    high = Math.max(1e-300, 2 * a);
    while (excess(high) > 0 && high < 1e300) high *= 2;
  } else if (excess(b) >= 0) return b;
  // Newton's iteration, kept between points on either side.
  let t = (low + high) / 2;
  for (let iteration = 0; iteration < 100 && high - low > 1e-15 * high; iteration++) {
    const over = excess(t);
    if (over > 0) low = t;
    else high = t;
    const next = t - over / (response.curvature(t) * (t - x0));
    if (Math.abs(next - t) <= 1e-15 * t) break;
    t = next > low && next < high ? next : (low + high) / 2;
  }
  return t;
}

/** Straight from vertex to vertex, then along the response up to `arcTo`. */
function chain(vertices: readonly Point[], arcTo: number | null, response: Response): Envelope {
  const last = vertices[vertices.length - 1]!;
  const lineAt = (x: number) => {
    let k = vertices.length - 2;
    while (k > 0 && vertices[k]![0] > x) k -= 1;
    return Math.max(0, k);
  };
  const slopeOf = (k: number) => {
    const [x0, y0] = vertices[k]!;
    const next = vertices[k + 1];
    return next ? (next[1] - y0) / (next[0] - x0) : 0;
  };
  const isOnArc = (x: number) => arcTo !== null && x >= last[0];
  // Where the arc begins below the slope of the line before it, its start is a corner as well.
  const lineBefore = vertices.length > 1 ? slopeOf(vertices.length - 2) : Number.NaN;
  const isSmoothJoin = arcTo !== null && lineBefore <= response.slope(last[0]) * (1 + 1e-9);
  const kinks = vertices.slice(1, isSmoothJoin || arcTo === null ? -1 : undefined).map(([x]) => x);
  return {
    value: (x) => {
      if (isOnArc(x)) return response.value(x);
      const k = lineAt(x);
      return vertices[k]![1] + slopeOf(k) * (x - vertices[k]![0]);
    },
    slope: (x) => (isOnArc(x) ? response.slope(x) : slopeOf(lineAt(x))),
    curvature: (x) => (isOnArc(x) ? response.curvature(x) : 0),
    kinks,
  };
}

function cornersInside(response: Response, [a, b]: Interval): Point[] {
  const inside = (response.corners ?? []).filter(([x]) => x > a && x < b);
  const ends: Point[] = b > a ? [[b, response.value(b)]] : [];
  return [[a, response.value(a)], ...inside, ...ends];
}

/** Corners on a straight line are kept: they are not above it. */
function upperHull(points: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of points) {
    while (hull.length >= 2 && !bendsDown(hull[hull.length - 2]!, hull[hull.length - 1]!, point)) hull.pop();
    if (hull.length === 0 || point[0] > hull[hull.length - 1]![0]) hull.push(point);
  }
  return hull;
}

function bendsDown(a: Point, b: Point, c: Point): boolean {
  const before = (b[1] - a[1]) * (c[0] - b[0]);
  const after = (c[1] - b[1]) * (b[0] - a[0]);
  return before >= after - 1e-12 * (Math.abs(before) + Math.abs(after));
}
