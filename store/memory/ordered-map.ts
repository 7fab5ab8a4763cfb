import { Buffer } from 'node:buffer';

/**
 * Values by key, read in the order of the keys' UTF-8 bytes, which is DynamoDB's order. (JavaScript's own `<` orders
 * by UTF-16 units and differs above U+FFFF.)
 */
export class OrderedMap<V> {
  readonly #values = new Map<string, V>();
  #sorted: readonly (readonly [string, V])[] | null = null;

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: V): void {
    this.#values.set(key, value);
    this.#sorted = null;
  }

  delete(key: string): void {
    this.#values.delete(key);
    this.#sorted = null;
  }

  entries(): readonly (readonly [string, V])[] {
    this.#sorted ??= [...this.#values].sort(([a], [b]) => compareBytes(a, b));
    return this.#sorted;
  }

  values(): readonly V[] {
    return this.entries().map(([, value]) => value);
  }
}

export const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** One `OrderedMap` a partition, made when first written to. */
export class Partitions<V> {
  readonly #partitions = new Map<string, OrderedMap<V>>();

  read(partition: string): OrderedMap<V> {
    return this.#partitions.get(partition) ?? new OrderedMap();
  }

  write(partition: string, key: string, value: V): void {
    const map = this.read(partition);
    map.set(key, value);
    this.#partitions.set(partition, map);
  }

  remove(partition: string, key: string): void {
    this.#partitions.get(partition)?.delete(key);
  }

  /** Every value of the partitions whose name begins so. */
  valuesUnder(prefix: string): readonly V[] {
    return [...this.#partitions].flatMap(([name, map]) => (name.startsWith(prefix) ? map.values() : []));
  }
}
