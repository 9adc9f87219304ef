/**
 * A name in a kit file: { "fr": …, "en": … }, one language only, or one text for both.
 *
 * Out: 1 to 40 characters in both languages, without control characters.
 */
import type { LocalizedText } from '../types.ts';
import type { KitReader, Spot } from './kit-reader.ts';

const LONGEST = 40;
const CONTROL = /\p{Cc}/u;

export function readName(reader: KitReader, spot: Spot): LocalizedText | undefined {
  if (spot.node.kind === 'text') {
    const both = plainName(reader, spot);
    return both === undefined ? undefined : { fr: both, en: both };
  }
  if (spot.node.kind !== 'object') {
    return reader.wrongType(spot, {
      fr: 'un nom : "Lampe" ou { "fr": "Lampe", "en": "Lamp" }',
      en: 'a name: "Lamp" or { "fr": "Lampe", "en": "Lamp" }',
    });
  }
  const members = reader.members(spot, ['fr', 'en']);
  const frSpot = members?.get('fr');
  const enSpot = members?.get('en');
  if (frSpot === undefined && enSpot === undefined) {
    return reader.say('missing-key', spot, {
      fr: 'Il manque le nom en "fr" ou en "en".',
      en: 'The name in "fr" or "en" is missing.',
    });
  }
  const fr = frSpot === undefined ? undefined : plainName(reader, frSpot);
  const en = enSpot === undefined ? undefined : plainName(reader, enSpot);
  const any = fr ?? en;
  return any === undefined ? undefined : { fr: fr ?? any, en: en ?? any };
}

function plainName(reader: KitReader, spot: Spot): string | undefined {
  const name = reader.string(spot)?.trim();
  if (name === undefined) return undefined;
  if (name.length > 0 && name.length <= LONGEST && !CONTROL.test(name)) return name;
  return reader.say('bad-name', spot, {
    fr: `Un nom fait de 1 à ${LONGEST} caractères, sur une seule ligne.`,
    en: `A name has 1 to ${LONGEST} characters, on one line.`,
  });
}
