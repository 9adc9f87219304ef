/**
 * Reads Intel HEX into a flash image.
 *
 * In: the file's text. Out: flash as 16-bit words, 0xffff where nothing was written.
 * Record types 00 (data), 01 (end), 02 and 04 (address extension), 03 and 05 (start address, ignored).
 * A wrong checksum, a byte outside the flash or a missing end record throws.
 */
export function loadIntelHex(text: string, flashBytes: number): Uint16Array {
  const words = new Uint16Array(flashBytes / 2).fill(0xffff);
  const bytes = new Uint8Array(words.buffer);
  let base = 0;
  let ended = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || ended) continue;
    const record = decodeRecord(line, index + 1);
    const { type, address, data } = record;
    if (type === 0) {
      if (base + address + data.length > flashBytes)
        throw new Error(`HEX line ${index + 1} is outside the flash`);
      bytes.set(data, base + address);
    } else if (type === 1) ended = true;
    else if (type === 2) base = (((data[0] ?? 0) << 8) | (data[1] ?? 0)) * 16;
    else if (type === 4) base = (((data[0] ?? 0) << 8) | (data[1] ?? 0)) * 65_536;
  }
  if (!ended) throw new Error('HEX has no end record');
  return words;
}

function decodeRecord(line: string, number: number): { type: number; address: number; data: Uint8Array } {
  if (!/^:([0-9a-f]{2}){5,}$/i.test(line)) throw new Error(`HEX line ${number} is not a record`);
  const bytes = Uint8Array.from({ length: (line.length - 1) / 2 }, (_, i) =>
    Number.parseInt(line.slice(1 + 2 * i, 3 + 2 * i), 16),
  );
  const sum = bytes.reduce((total, byte) => (total + byte) & 0xff, 0);
  if (sum !== 0) throw new Error(`HEX line ${number} has a wrong checksum`);
  const [length = 0, high = 0, low = 0, type = 0] = bytes;
  if (bytes.length !== length + 5) throw new Error(`HEX line ${number} has a wrong length`);
  return { type, address: (high << 8) | low, data: bytes.subarray(4, 4 + length) };
}
