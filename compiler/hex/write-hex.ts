/**
 * A flash image as Intel HEX.
 *
 * In: bytes from address 0. Out: data records of 16 bytes with CRLF ends, as avr-objcopy -O ihex writes
 * them; beyond 64 KB with extended segment (02) records, which cover 1 MB; an end record.
 * Spec: Intel Hexadecimal Object File Format Specification, revision A, 1988.
 */
const RECORD_BYTES = 16;
const SEGMENT_BYTES = 0x10000;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'));

export function writeHex(image: Uint8Array, lineEnd: '\r\n' | '\n' = '\r\n'): string {
  const lines: string[] = [];
  for (let at = 0; at < image.length; at += RECORD_BYTES) {
    if (at > 0 && at % SEGMENT_BYTES === 0) {
      const segment = at >>> 4;
      lines.push(record(0, 2, Uint8Array.of(segment >>> 8, segment & 255)));
    }
    lines.push(record(at % SEGMENT_BYTES, 0, image.subarray(at, at + RECORD_BYTES)));
  }
  lines.push(record(0, 1, new Uint8Array(0)), '');
  return lines.join(lineEnd);
}

function record(address: number, type: number, data: Uint8Array): string {
  let text = `:${hex(data.length)}${hex(address >>> 8)}${hex(address & 255)}${hex(type)}`;
  let sum = data.length + (address >>> 8) + (address & 255) + type;
  for (const byte of data) {
    text += hex(byte);
    sum += byte;
  }
  return text + hex(-sum & 255);
}

const hex = (byte: number): string => HEX[byte] ?? '';
