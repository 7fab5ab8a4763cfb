/** A binary heap: the item of the highest priority first, among equals the one that came first. */
export class NodeQueue<T> {
  private readonly items: { readonly item: T; readonly priority: number; readonly order: number }[] = [];
  private readonly priorityOf: (item: T) => number;
  private pushed = 0;

  constructor(priorityOf: (item: T) => number) {
    this.priorityOf = priorityOf;
  }

  get size(): number {
    return this.items.length;
  }

  peek(): T | undefined {
    return this.items[0]?.item;
  }

  push(item: T): void {
    this.items.push({ item, priority: this.priorityOf(item), order: this.pushed++ });
    let child = this.items.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.isBefore(child, parent)) break;
      this.swap(child, parent);
      child = parent;
    }
  }

  pop(): T | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (!first || !last) return undefined;
    if (this.items.length === 0) return first.item;
    this.items[0] = last;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      if (left >= this.items.length) break;
      const right = left + 1;
      const child = right < this.items.length && this.isBefore(right, left) ? right : left;
      if (!this.isBefore(child, parent)) break;
      this.swap(child, parent);
      parent = child;
    }
    return first.item;
  }

  private isBefore(a: number, b: number): boolean {
    const one = this.items[a]!;
    const other = this.items[b]!;
    return one.priority > other.priority || (one.priority === other.priority && one.order < other.order);
  }

  private swap(a: number, b: number): void {
    const one = this.items[a]!;
    this.items[a] = this.items[b]!;
    this.items[b] = one;
  }
}
