/**
 * How often each key and day occurs in a file, in some 24 bytes each, so that a million of them fit easily: a hash table
 * with open addressing over typed arrays. A slot is `key * DAYS + day`.
 */
export interface DayIndex {
  /** Counts one more of the key and day and returns how many there are now, with the mark of the first of them. */
  add(key: number, day: number, mark: number): { readonly count: number; readonly firstMark: number };
  countOf(key: number, day: number): number;
  readonly size: number;
}

/** More days than any date a file may hold, counted from 1970. */
const DAYS = 2 ** 17;

export function createDayIndex(): DayIndex {
  let capacity = 1024;
  let slots = new Float64Array(capacity).fill(-1);
  let marks = new Float64Array(capacity);
  let counts = new Uint32Array(capacity);
  let size = 0;

  function placeOf(slot: number): number {
    // Multiplicative hashing (Knuth, The Art of Computer Programming 3, 6.4) of both halves.
    let place = (Math.imul(slot % 2 ** 32, 0x9e3779b1) ^ Math.imul(slot / 2 ** 32, 0x85ebca6b)) >>> 0;
    place = (place ^ (place >>> 15)) & (capacity - 1);
    while (slots[place] !== -1 && slots[place] !== slot) place = (place + 1) & (capacity - 1);
    return place;
  }

  function grow(): void {
    const [oldSlots, oldMarks, oldCounts] = [slots, marks, counts];
    capacity *= 2;
    slots = new Float64Array(capacity).fill(-1);
    marks = new Float64Array(capacity);
    counts = new Uint32Array(capacity);
    for (const [index, slot] of oldSlots.entries()) {
      if (slot === -1) continue;
      const place = placeOf(slot);
      slots[place] = slot;
      marks[place] = oldMarks[index] ?? 0;
      counts[place] = oldCounts[index] ?? 0;
    }
  }

  return {
    add(key, day, mark) {
      if (size * 2 >= capacity) grow();
      const slot = key * DAYS + day;
      const place = placeOf(slot);
      if (slots[place] === -1) {
        slots[place] = slot;
        marks[place] = mark;
        size += 1;
      }
      const count = (counts[place] ?? 0) + 1;
      counts[place] = count;
      return { count, firstMark: marks[place] ?? 0 };
    },
    countOf: (key, day) => counts[placeOf(key * DAYS + day)] ?? 0,
    get size() {
      return size;
    },
  };
}

/** 53 bits of a text (cyrb53, public domain, by bryc): two different texts of one file hardly ever share them. */
export function markOf(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 2 ** 32 * (b & 0x1fffff) + (a >>> 0);
}
