/**
 * Instructions that touch only registers and flags, as JavaScript for translate.ts.
 *
 * In: an opcode. Out: its code, given which flags somebody reads afterwards, and which flags it writes
 * and reads. Names in the code: D data space, s SREG, a b operands, t result before the cut, r result.
 * Spec: AVR Instruction Set Manual DS40002198.
 */

const [C, Z, N, V, S, H, T] = [1, 2, 4, 8, 16, 32, 64] as const;
/** Every bit of SREG. */
export const ALL = 0xff;
const ARITHMETIC = C | Z | N | V | S | H;

export interface Op {
  /** The JavaScript, given which flags somebody reads afterwards. */
  readonly code: (live: number) => string;
  readonly writes: number;
  readonly reads: number;
}

/** Sets the flags that are both written and live; each expression yields its bit in place. */
function flags(live: number, bits: readonly (readonly [flag: number, expression: string])[]): string {
  const used = bits.filter(([flag]) => (live & flag) !== 0);
  if (used.length === 0) return '';
  const mask = used.reduce((sum, [flag]) => sum | flag, 0);
  return `s=s&${ALL & ~mask}|${used.map(([, expression]) => `(${expression})`).join('|')};`;
}

const added = (live: number): string =>
  flags(live, [
    [C, 't>>8'],
    [Z, 'r?0:2'],
    [N, '(r&128)>>5'],
    [V, '((a^r)&(b^r)&128)>>4'],
    [S, '(((a^r)&(b^r)^r)&128)>>3'],
    [H, '((a^b^r)&16)<<1'],
  ]);
const subtracted = (live: number, zero = 'r?0:2'): string =>
  flags(live, [
    [C, 't>>8&1'],
    [Z, zero],
    [N, '(r&128)>>5'],
    [V, '((a^b)&(a^r)&128)>>4'],
    [S, '(((a^b)&(a^r)^r)&128)>>3'],
    [H, '((a^b^r)&16)<<1'],
  ]);
const logical = (live: number): string =>
  flags(live, [
    [Z, 'r?0:2'],
    [N, '(r&128)>>5'],
    [V, '0'],
    [S, '(r&128)>>3'],
  ]);
const shifted = (live: number): string =>
  flags(live, [
    [C, 'a&1'],
    [Z, 'r?0:2'],
    [N, '(r&128)>>5'],
    [V, '((r>>7^a)&1)<<3'],
    [S, '(a&1)<<4'],
  ]);
/** INC and DEC overflow at one result. */
const stepped = (live: number, at: number): string =>
  flags(live, [
    [Z, 'r?0:2'],
    [N, '(r&128)>>5'],
    [V, `r===${at}?8:0`],
    [S, `(r&128)>>3^(r===${at}?16:0)`],
  ]);

export const plain = (code: string): Op => ({ code: () => code, writes: 0, reads: 0 });
const alu = (code: (live: number) => string, writes: number, reads = 0): Op => ({ code, writes, reads });

const store = (register: number): string => `D[${register}]=r;`;
const signed = (register: number): string => `(D[${register}]<<24>>24)`;

/** Registers to registers; undefined when the word is something else. */
export function dataOp(word: number): Op | undefined {
  const [d, r] = [(word >> 4) & 31, ((word >> 5) & 16) | (word & 15)];
  const [h, k] = [16 + ((word >> 4) & 15), ((word >> 4) & 0xf0) | (word & 15)];
  const two = `a=D[${d}];b=D[${r}];`;
  const constant = `a=D[${h}];b=${k};`;
  const carryZero = 'r?0:s&2';
  switch (word & 0xfc00) {
    case 0x0400:
      return alu((live) => `${two}t=a-b-(s&1);r=t&255;${subtracted(live, carryZero)}`, ARITHMETIC, C | Z);
    case 0x0800:
      return alu(
        (live) => `${two}t=a-b-(s&1);r=t&255;${store(d)}${subtracted(live, carryZero)}`,
        ARITHMETIC,
        C | Z,
      );
    case 0x0c00:
      return alu((live) => `${two}t=a+b;r=t&255;${store(d)}${added(live)}`, ARITHMETIC);
    case 0x1400:
      return alu((live) => `${two}t=a-b;r=t&255;${subtracted(live)}`, ARITHMETIC);
    case 0x1800:
      return alu((live) => `${two}t=a-b;r=t&255;${store(d)}${subtracted(live)}`, ARITHMETIC);
    case 0x1c00:
      return alu((live) => `${two}t=a+b+(s&1);r=t&255;${store(d)}${added(live)}`, ARITHMETIC, C);
    case 0x2000:
      return alu((live) => `r=D[${d}]&D[${r}];${store(d)}${logical(live)}`, Z | N | V | S);
    case 0x2400:
      return alu((live) => `r=D[${d}]^D[${r}];${store(d)}${logical(live)}`, Z | N | V | S);
    case 0x2800:
      return alu((live) => `r=D[${d}]|D[${r}];${store(d)}${logical(live)}`, Z | N | V | S);
    case 0x2c00:
      return plain(`D[${d}]=D[${r}];`);
  }
  switch (word & 0xf000) {
    case 0x3000:
      return alu((live) => `${constant}t=a-b;r=t&255;${subtracted(live)}`, ARITHMETIC);
    case 0x4000:
      return alu(
        (live) => `${constant}t=a-b-(s&1);r=t&255;${store(h)}${subtracted(live, carryZero)}`,
        ARITHMETIC,
        C | Z,
      );
    case 0x5000:
      return alu((live) => `${constant}t=a-b;r=t&255;${store(h)}${subtracted(live)}`, ARITHMETIC);
    case 0x6000:
      return alu((live) => `r=D[${h}]|${k};${store(h)}${logical(live)}`, Z | N | V | S);
    case 0x7000:
      return alu((live) => `r=D[${h}]&${k};${store(h)}${logical(live)}`, Z | N | V | S);
    case 0xe000:
      return plain(`D[${h}]=${k};`);
  }
  return wordOp(word) ?? oneRegisterOp(word, d);
}

/** Two registers at once. */
function wordOp(word: number): Op | undefined {
  const [d, r] = [(word >> 4) & 31, ((word >> 5) & 16) | (word & 15)];
  if ((word & 0xff00) === 0x0100) {
    const [to, from] = [(word >> 3) & 30, (word << 1) & 30];
    return plain(`D[${to}]=D[${from}];D[${to + 1}]=D[${from + 1}];`);
  }
  const product = (live: number): string =>
    `D[0]=t;D[1]=t>>8;${flags(live, [
      [C, 't>>15&1'],
      [Z, 't&65535?0:2'],
    ])}`;
  if ((word & 0xfc00) === 0x9c00) return alu((live) => `t=D[${d}]*D[${r}];${product(live)}`, C | Z);
  if ((word & 0xff00) === 0x0200) {
    const [x, y] = [16 + ((word >> 4) & 15), 16 + (word & 15)];
    return alu((live) => `t=${signed(x)}*${signed(y)};${product(live)}`, C | Z);
  }
  if ((word & 0xff88) === 0x0300) {
    const [x, y] = [16 + ((word >> 4) & 7), 16 + (word & 7)];
    return alu((live) => `t=${signed(x)}*D[${y}];${product(live)}`, C | Z);
  }
  if ((word & 0xfe00) !== 0x9600) return undefined;
  const [p, k, minus] = [24 + ((word >> 3) & 6), ((word >> 2) & 0x30) | (word & 15), (word & 0x100) !== 0];
  const [over, carry] = minus ? ['a&~r', 'r&~a'] : ['~a&r', '~r&a'];
  return alu(
    (live) =>
      `a=D[${p}]|D[${p + 1}]<<8;r=a${minus ? '-' : '+'}${k}&65535;D[${p}]=r;D[${p + 1}]=r>>8;${flags(live, [
        [C, `(${carry}&32768)>>15`],
        [Z, 'r?0:2'],
        [N, '(r&32768)>>13'],
        [V, `(${over}&32768)>>12`],
        [S, `((${over}^r)&32768)>>11`],
      ])}`,
    C | Z | N | V | S,
  );
}

function oneRegisterOp(word: number, d: number): Op | undefined {
  const read = `a=D[${d}];`;
  switch (word & 0xfe0f) {
    case 0x9400:
      return alu(
        (live) => `r=255-D[${d}];${store(d)}${logical(live)}${flags(live, [[C, '1']])}`,
        C | Z | N | V | S,
      );
    case 0x9401:
      return alu((live) => `a=0;b=D[${d}];t=-b;r=t&255;${store(d)}${subtracted(live)}`, ARITHMETIC);
    case 0x9402:
      return plain(`a=D[${d}];D[${d}]=a<<4|a>>4;`);
    case 0x9403:
      return alu((live) => `r=D[${d}]+1&255;${store(d)}${stepped(live, 128)}`, Z | N | V | S);
    case 0x940a:
      return alu((live) => `r=D[${d}]-1&255;${store(d)}${stepped(live, 127)}`, Z | N | V | S);
    case 0x9405:
      return alu((live) => `${read}r=a>>1|a&128;${store(d)}${shifted(live)}`, C | Z | N | V | S);
    case 0x9406:
      return alu((live) => `${read}r=a>>1;${store(d)}${shifted(live)}`, C | Z | N | V | S);
    case 0x9407:
      return alu((live) => `${read}r=a>>1|(s&1)<<7;${store(d)}${shifted(live)}`, C | Z | N | V | S, C);
  }
  const bit = word & 7;
  if ((word & 0xfe08) === 0xf800) return alu(() => `D[${d}]=D[${d}]&${~(1 << bit)}|(s>>6&1)<<${bit};`, 0, T);
  if ((word & 0xfe08) === 0xfa00) return alu((live) => flags(live, [[T, `(D[${d}]>>${bit}&1)<<6`]]), T);
  // SEI lets an interrupt in: a single step. The other flags may be set and cleared at will.
  if ((word & 0xff0f) === 0x9408 && word !== 0x9478) {
    const flag = 1 << ((word >> 4) & 7);
    return alu(() => ((word & 0x80) === 0 ? `s|=${flag};` : `s&=${ALL & ~flag};`), flag);
  }
  return undefined;
}
