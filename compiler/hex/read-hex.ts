/**
 * Intel HEX to a flash image: for the uploader and the simulator.
 *
 * In: the text of a file and the size of the flash. Out: an image that ends with the last byte written,
 * 0xff where nothing was; or the first thing that is not as it should be, with its line. Strict: every
 * record has its checksum, nothing is written twice, and the end record comes last. Never throws.
 * Spec: Intel Hexadecimal Object File Format Specification, revision A, 1988.
 */
export type HexProblem =
  | 'not-a-record'
  | 'wrong-length'
  | 'wrong-checksum'
  | 'unknown-type'
  | 'outside-flash'
  | 'written-twice'
  | 'after-the-end'
  | 'no-end'
  | 'empty';

export type HexResult =
  | { readonly ok: true; readonly image: Uint8Array }
  | { readonly ok: false; readonly problem: HexProblem; readonly line: number };

export function readHex(text: string, flashBytes: number): HexResult {
  const image = new Uint8Array(flashBytes).fill(0xff);
  const isWritten = new Uint8Array(flashBytes);
  let end = 0;
  let base = 0;
  let hasEnded = false;
  let line = 0;
  const fail = (problem: HexProblem): HexResult => ({ ok: false, problem, line });
  for (const raw of text.split(/\r\n|\n|\r/)) {
    line++;
    const trimmed = raw.trim();
    if (trimmed === '') continue;
    if (hasEnded) return fail('after-the-end');
    const bytes = bytesOf(trimmed);
    if (bytes === undefined) return fail('not-a-record');
    const [length = 0, high = 0, low = 0, type = 0] = bytes;
    if (bytes.length !== length + 5) return fail('wrong-length');
    if ((bytes.reduce((sum, byte) => sum + byte, 0) & 255) !== 0) return fail('wrong-checksum');
    const data = bytes.subarray(4, 4 + length);
    switch (type) {
      case 0: {
        const at = base + high * 256 + low;
        if (at + length > flashBytes) return fail('outside-flash');
        if (isWritten.subarray(at, at + length).includes(1)) return fail('written-twice');
        image.set(data, at);
        isWritten.fill(1, at, at + length);
        end = Math.max(end, at + length);
        break;
      }
      case 1:
        if (length !== 0) return fail('wrong-length');
        hasEnded = true;
        break;
      case 2:
      case 4:
        if (length !== 2) return fail('wrong-length');
        base = ((data[0] ?? 0) * 256 + (data[1] ?? 0)) * (type === 2 ? 16 : 0x10000);
        break;
      case 3:
      case 5:
        // Where an x86 would start: of no use here.
        if (length !== 4) return fail('wrong-length');
        break;
      default:
        return fail('unknown-type');
    }
  }
  if (!hasEnded) return fail('no-end');
  if (end === 0) return fail('empty');
  return { ok: true, image: image.slice(0, end) };
}

function bytesOf(line: string): Uint8Array | undefined {
  if (!line.startsWith(':') || line.length < 11 || line.length % 2 === 0) return undefined;
  const bytes = new Uint8Array((line.length - 1) / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = digit(line.charCodeAt(2 * i + 1));
    const low = digit(line.charCodeAt(2 * i + 2));
    if (high < 0 || low < 0) return undefined;
    bytes[i] = high * 16 + low;
  }
  return bytes;
}

function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}
