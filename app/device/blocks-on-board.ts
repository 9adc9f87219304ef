/**
 * The board remembers its blocks: the program's file, compressed, in the free flash after the code.
 *
 * In: code, and the text of a .genie file. Out: one image of both, or the code alone when they do not fit;
 * and back. The blocks begin with a page. Their head (little endian):
 *   0 "GnBl", 4 version 1, 5 packing 1 (deflate, RFC 1951), 6 two zeros, 8 packed length, 12 CRC-32 of the
 *   packed bytes, 16 CRC-32 of all flash before the head.
 * The last one ties the blocks to their code: what an older program left behind is not taken for it.
 */
import { crc32 } from './crc32.ts';
import { DeviceError } from './device-error.ts';
import { pagesOf } from './pages.ts';

const MAGIC = [0x47, 0x6e, 0x42, 0x6c] as const;
const VERSION = 1;
const DEFLATE = 1;
const HEAD_BYTES = 20;
/** A damaged head must not make a file of gigabytes. */
const MOST_TEXT_BYTES = 8_000_000;

export interface ImageWithBlocks {
  readonly image: Uint8Array;
  /** Bytes the blocks take; undefined when there was no room for them. */
  readonly blocksBytes: number | undefined;
}

export async function withBlocks(
  code: Uint8Array,
  text: string,
  pageBytes: number,
  maxBytes: number,
): Promise<ImageWithBlocks> {
  const packed = await pack(new TextEncoder().encode(text));
  const whole = pagesOf(code, pageBytes).whole;
  const size = whole.length + HEAD_BYTES + packed.length;
  if (size > maxBytes) return { image: code, blocksBytes: undefined };
  const image = new Uint8Array(size);
  image.set(whole);
  const head = new DataView(image.buffer, whole.length, HEAD_BYTES);
  MAGIC.forEach((byte, at) => head.setUint8(at, byte));
  head.setUint8(4, VERSION);
  head.setUint8(5, DEFLATE);
  head.setUint32(8, packed.length, true);
  head.setUint32(12, crc32(packed), true);
  head.setUint32(16, crc32(whole), true);
  image.set(packed, whole.length + HEAD_BYTES);
  return { image, blocksBytes: HEAD_BYTES + packed.length };
}

export type Found =
  | { readonly kind: 'blocks'; readonly packed: Uint8Array }
  /** The head is there; so many bytes of flash must be read to have all. */
  | { readonly kind: 'partly'; readonly bytes: number }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer' }
  | { readonly kind: 'nothing' };

/** Looks for blocks in as much of the flash as was read so far. */
export function findBlocks(flash: Uint8Array, pageBytes: number): Found {
  let other: Found = { kind: 'nothing' };
  for (let at = 0; at + HEAD_BYTES <= flash.length; at += pageBytes) {
    if (MAGIC.some((byte, i) => flash[at + i] !== byte)) continue;
    const head = new DataView(flash.buffer, flash.byteOffset + at, HEAD_BYTES);
    if (head.getUint32(16, true) !== crc32(flash.subarray(0, at))) continue;
    if (head.getUint8(4) > VERSION) {
      other = { kind: 'newer' };
      continue;
    }
    const end = at + HEAD_BYTES + head.getUint32(8, true);
    if (end > flash.length) {
      other = { kind: 'partly', bytes: end };
      continue;
    }
    const packed = flash.slice(at + HEAD_BYTES, end);
    if (head.getUint8(5) === DEFLATE && crc32(packed) === head.getUint32(12, true))
      return { kind: 'blocks', packed };
    other = { kind: 'damaged' };
  }
  return other;
}

/** The text of the file. */
export async function unpackBlocks(packed: Uint8Array): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await unpack(packed));
  } catch (failure) {
    throw new DeviceError('stored-damaged', failure);
  }
}

const pack = (bytes: Uint8Array): Promise<Uint8Array> =>
  through(bytes, new CompressionStream('deflate-raw'), Infinity);

const unpack = (bytes: Uint8Array): Promise<Uint8Array> =>
  through(bytes, new DecompressionStream('deflate-raw'), MOST_TEXT_BYTES);

async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  const written = writer.write(new Uint8Array(bytes)).then(() => writer.close());
  // Said by the reader too.
  written.catch(() => undefined);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > limit) throw new DeviceError('stored-damaged', `more than ${limit} bytes`);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
