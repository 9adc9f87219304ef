/** Classes of ASCII characters, and which others may stand in a name. */

export const NAME = 1;
export const DIGIT = 2;

/** By character code: bits NAME (also digits) and DIGIT. */
export const CLASSES: Readonly<Uint8Array> = makeClasses();

function makeClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code);
    if (/[A-Za-z_$]/.test(character)) classes[code] = NAME;
    if (/[0-9]/.test(character)) classes[code] = NAME | DIGIT;
  }
  return classes;
}

/** Letters beyond ASCII; not the spaces, dashes and quotes that text copied from a page brings along. */
export const isNameStart = (code: number): boolean =>
  code >= 0xaa &&
  code !== 0xab &&
  code !== 0xbb &&
  code !== 0xad &&
  code !== 0xd7 &&
  code !== 0xf7 &&
  !(code >= 0xac && code <= 0xb4) &&
  !(code >= 0xb6 && code <= 0xbf && code !== 0xba) &&
  !(code >= 0x2000 && code <= 0x2bff) &&
  !(code >= 0x3000 && code <= 0x3004) &&
  !(code >= 0xd800 && code <= 0xf8ff) &&
  code < 0xfe00;
