/** A page of a list: what stands in `result`, with `total` and `next` beside it in the envelope. */
export class Page {
  readonly rows: readonly unknown[];
  readonly total: number;
  readonly next: number | undefined;

  constructor(all: readonly unknown[], start: number, size = 50) {
    this.rows = all.slice(start, start + size);
    this.total = all.length;
    this.next = start + size < all.length ? start + size : undefined;
  }
}
