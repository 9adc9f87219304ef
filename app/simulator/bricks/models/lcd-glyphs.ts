/** The character generator of an HD44780U with ROM code A00, as far as it has a Unicode character. */
const ROM_A00: Readonly<Record<number, string>> = {
  0x5c: '¥',
  0x7e: '→',
  0x7f: '←',
  0xa5: '·',
  0xdf: '°',
  0xe0: 'α',
  0xe1: 'ä',
  0xe2: 'β',
  0xe4: 'µ',
  0xee: 'ñ',
  0xef: 'ö',
  0xf4: 'Ω',
  0xf5: 'ü',
  0xf6: 'Σ',
  0xf7: 'π',
  0xfd: '÷',
  0xff: '█',
};

/** Own characters show as ␀…␇, unknown codes as the replacement character. */
export function lcdGlyph(code: number): string {
  if (code < 0x10) return String.fromCharCode(0x2400 + (code & 7));
  return ROM_A00[code] ?? (code >= 0x20 && code < 0x7e ? String.fromCharCode(code) : '\uFFFD');
}
