import { describe, expect, test } from 'vitest';
import { decodeText } from '../../app/host/decode-text.ts';

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));
const utf16 = (text: string): Uint8Array => Buffer.from(text, 'utf16le');
const swapped = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();
const why = (content: Uint8Array): string => {
  const text = decodeText(content);
  return typeof text === 'string' ? `text: ${text}` : text.en;
};

describe('the text in a file', () => {
  test.each([
    ['UTF-8', bytes('Zoé 🎁')],
    ['UTF-8 with a mark', bytes(0xef, 0xbb, 0xbf, 'Zoé 🎁')],
    ['UTF-16 as Notepad writes it', Buffer.concat([bytes(0xff, 0xfe), utf16('Zoé 🎁')])],
    ['UTF-16 the other way round', Buffer.concat([bytes(0xfe, 0xff), swapped('Zoé 🎁')])],
  ])('is read from %s', (_, content) => {
    expect(decodeText(content)).toBe('Zoé 🎁');
  });

  test('in another encoding: how to save it is said', () => {
    for (const content of [bytes('Zo', 0xe9), utf16('{"name": "Zoé"}'), utf16('{"name": "box"}')])
      expect(why(content)).toBe('its letters are not in UTF-8; save it again with the encoding UTF-8');
  });

  test('a word processor’s document is called by its name', () => {
    for (const content of [bytes('PK', 3, 4, 0, 1, 2, 255), bytes('{\\rtf1 hello}')])
      expect(why(content)).toBe('it is a word processor’s document; save it as plain text (.txt)');
  });

  test('what is no text is not read', () => {
    expect(why(bytes('void setup() {}', 0))).toBe('it is not text');
    expect(why(bytes(0x89, 'PNG', 13, 10, 26, 10, 0, 255, 3, 77, 12, 9, 200, 7, 7))).toBe('it is not text');
  });
});
