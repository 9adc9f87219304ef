/** An image as whole pages: the last one is filled up with 0xff. Bootloaders are never sent anything else. */
export interface Pages {
  readonly size: number;
  readonly count: number;
  page(index: number): Uint8Array;
  /** The image with its last page filled. */
  readonly whole: Uint8Array;
}

export function pagesOf(image: Uint8Array, size: number): Pages {
  const count = Math.ceil(image.length / size);
  const whole = new Uint8Array(count * size).fill(0xff);
  whole.set(image);
  return { size, count, whole, page: (index) => whole.subarray(index * size, (index + 1) * size) };
}

export const samePage = (first: Uint8Array, second: Uint8Array): boolean =>
  first.length === second.length && first.every((byte, at) => byte === second[at]);

const RJMP_TO_ITSELF = [0xff, 0xcf] as const;

/** What page 0 holds while the others are written. */
export function guardPage(guard: 'halt' | 'blank', size: number): Uint8Array {
  const page = new Uint8Array(size).fill(0xff);
  if (guard === 'halt') page.set(RJMP_TO_ITSELF);
  return page;
}
