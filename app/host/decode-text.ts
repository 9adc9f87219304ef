/**
 * The text in a file's bytes.
 *
 * In: bytes. Out: text without a byte order mark; or why it is none, as the end of a sentence.
 * UTF-8, or UTF-16 when a mark at the beginning says so.
 */
import type { Message } from '../../compiler/diagnostics/diagnostic.ts';

const NOT_TEXT: Message = { fr: 'ce n’est pas du texte', en: 'it is not text' };

const WORD_PROCESSOR: Message = {
  fr: 'c’est un document de traitement de texte ; enregistre-le comme texte simple (.txt)',
  en: 'it is a word processor’s document; save it as plain text (.txt)',
};

const NOT_UTF8: Message = {
  fr: 'ses lettres ne sont pas en UTF-8 ; enregistre-le à nouveau, avec l’encodage UTF-8',
  en: 'its letters are not in UTF-8; save it again with the encoding UTF-8',
};

export function decodeText(bytes: Uint8Array): string | Message {
  const begins = (...first: readonly number[]): boolean => first.every((byte, at) => bytes[at] === byte);
  // ZIP (docx, odt) and RTF.
  if (begins(0x50, 0x4b, 3, 4) || begins(0x7b, 0x5c, 0x72, 0x74, 0x66)) return WORD_PROCESSOR;
  const encoding = begins(0xff, 0xfe) ? 'utf-16le' : begins(0xfe, 0xff) ? 'utf-16be' : 'utf-8';
  const text = decode(bytes, encoding);
  // Compilers read a NUL as an end, or worse.
  if (text !== undefined && !text.includes('\0')) return text;
  const zeros = bytes.reduce((count, byte) => (byte === 0 ? count + 1 : count), 0);
  // In UTF-16 without a mark every second byte is 0.
  return zeros === 0 || zeros > bytes.length / 4 ? NOT_UTF8 : NOT_TEXT;
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (failure) {
    if (failure instanceof TypeError) return undefined;
    throw failure;
  }
}
