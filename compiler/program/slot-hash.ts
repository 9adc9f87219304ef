/**
 * The number under which the chip keeps a remembered value: the CRC-16 of its name, as
 * firmware-templates/runtime/GenieMemory.cpp works it out.
 *
 * In: a name. Out: 0 … 65534. Two names of one program must not share it.
 */
const POLYNOMIAL = 0xa001;
const EMPTY = 0xffff;

export function slotHash(name: string): number {
  let crc = EMPTY;
  for (const byte of new TextEncoder().encode(name)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ POLYNOMIAL;
  }
  return crc === EMPTY ? 0 : crc;
}
