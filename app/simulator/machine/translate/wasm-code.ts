/**
 * Writes one WebAssembly function that works on an imported memory, and the module around it.
 *
 * In: instructions, one call each. Out: the bytes of a module that exports the function as `run`.
 * Only 32-bit integers are needed. Spec: WebAssembly Core Specification 1.0, chapter 5 (binary format).
 */
const I32 = 0x7f;
const NO_RESULT = 0x40;

/** Imported functions, by number. */
export const IMPORT = { load: 0, store: 1 } as const;

export class WasmCode {
  private readonly bytes: number[] = [];
  /** Blocks that are open, innermost last, by the names given to them. */
  private readonly open: unknown[] = [];

  get size(): number {
    return this.bytes.length;
  }

  const(value: number): this {
    this.bytes.push(0x41, ...signed(value));
    return this;
  }

  get(local: number): this {
    this.bytes.push(0x20, ...unsigned(local));
    return this;
  }

  set(local: number): this {
    this.bytes.push(0x21, ...unsigned(local));
    return this;
  }

  tee(local: number): this {
    this.bytes.push(0x22, ...unsigned(local));
    return this;
  }

  load8(offset: number): this {
    this.bytes.push(0x2d, 0, ...unsigned(offset));
    return this;
  }

  store8(offset: number): this {
    this.bytes.push(0x3a, 0, ...unsigned(offset));
    return this;
  }

  load32(offset: number): this {
    this.bytes.push(0x28, 2, ...unsigned(offset));
    return this;
  }

  store32(offset: number): this {
    this.bytes.push(0x36, 2, ...unsigned(offset));
    return this;
  }

  call(index: number): this {
    this.bytes.push(0x10, ...unsigned(index));
    return this;
  }

  op(...codes: readonly number[]): this {
    for (const code of codes) this.bytes.push(code);
    return this;
  }

  /** `name` is what branches to it say; a branch to a loop goes to its beginning. */
  block(name: unknown): this {
    return this.begin(0x02, name);
  }

  loop(name: unknown): this {
    return this.begin(0x03, name);
  }

  if(): this {
    return this.begin(0x04, undefined);
  }

  else(): this {
    this.bytes.push(0x05);
    return this;
  }

  end(): this {
    this.open.pop();
    this.bytes.push(0x0b);
    return this;
  }

  branch(name: unknown): this {
    const depth = this.open.length - 1 - this.open.lastIndexOf(name);
    this.bytes.push(0x0c, ...unsigned(depth));
    return this;
  }

  /** The module: memory and functions come from import `m`. The function takes and gives one number. */
  module(locals: number, pages: number): Uint8Array<ArrayBuffer> {
    const text = (word: string): number[] => [word.length, ...new TextEncoder().encode(word)];
    const section = (id: number, content: readonly number[]): number[] => [
      id,
      ...unsigned(content.length),
      ...content,
    ];
    const type = (count: number): number[] => [0x60, count, ...Array<number>(count).fill(I32), 1, I32];
    const head = [
      0,
      0x61,
      0x73,
      0x6d,
      1,
      0,
      0,
      0,
      ...section(1, [3, ...type(1), ...type(3), ...type(5)]),
      ...section(2, [
        3,
        ...text('m'),
        ...text('memory'),
        2,
        1,
        ...unsigned(pages),
        ...unsigned(pages),
        ...text('m'),
        ...text('load'),
        0,
        1,

        ...text('m'),
        ...text('store'),
        0,
        2,
      ]),
      ...section(3, [1, 0]),
      ...section(7, [1, ...text('run'), 0, 2]),
    ];
    const declared = [1, ...unsigned(locals), I32];
    const length = declared.length + this.bytes.length + 1;
    const body = [1, ...unsigned(length), ...declared];
    const code = [10, ...unsigned(body.length + this.bytes.length + 1), ...body];
    const whole = new Uint8Array(head.length + code.length + this.bytes.length + 1);
    whole.set(head);
    whole.set(code, head.length);
    whole.set(this.bytes, head.length + code.length);
    whole[whole.length - 1] = 0x0b;
    return whole;
  }

  private begin(code: number, name: unknown): this {
    this.open.push(name);
    this.bytes.push(code, NO_RESULT);
    return this;
  }
}

/** Instructions without operands. */
export const WASM = {
  select: 0x1b,
  eqz: 0x45,
  eq: 0x46,
  ne: 0x47,
  ltS: 0x48,
  geS: 0x4e,
  geU: 0x4f,
  add: 0x6a,
  sub: 0x6b,
  mul: 0x6c,
  and: 0x71,
  or: 0x72,
  xor: 0x73,
  shl: 0x74,
  shrS: 0x75,
  shrU: 0x76,
} as const;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value >>> 0; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const low = rest & 0x7f;
    const isLast = (rest >> 6 === 0 && (low & 0x40) === 0) || (rest >> 6 === -1 && (low & 0x40) !== 0);
    if (isLast) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}
