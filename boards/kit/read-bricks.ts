/**
 * The bricks of a kit file: "led", or `{ "brick": "button", "id": "bell", "name": …, "settings": … }`.
 *
 * In: the list's spot and the bricks we know. Out: brick types with their own id, name and defaults;
 * bricks with a mistake are left out after the mistake was noted.
 */
import { closeMatch } from '../close-match.ts';
import { isSettingAllowed, settingRange } from '../setting-values.ts';
import type { BrickSetting, BrickType, LocalizedText } from '../types.ts';
import { didYouMean, quote, type KitReader, type Spot } from './kit-reader.ts';
import { readName } from './read-name.ts';

const MOST_BRICKS = 100;
const OWN_ID = /^[a-z][a-z0-9-]{0,29}$/;

export function readBricks(reader: KitReader, spot: Spot, known: readonly BrickType[]): readonly BrickType[] {
  const entries = reader.list(spot, MOST_BRICKS);
  if (entries?.length === 0) {
    reader.say('no-bricks', spot, {
      fr: 'Il faut au moins une brique, ou bien pas de "bricks" du tout.',
      en: 'At least one brick is needed, or no "bricks" at all.',
    });
  }
  const taken = new Set<string>();
  return (entries ?? []).flatMap((entry) => {
    const type = readBrick(reader, entry, known);
    if (type === undefined) return [];
    if (taken.has(type.id)) {
      const name = quote(type.id);
      reader.say(
        'brick-id-twice',
        entry,
        { fr: `Deux briques s’appellent ${name.fr}.`, en: `Two bricks are called ${name.en}.` },
        { fr: 'Donne à l’une un autre "id".', en: 'Give one of them another "id".' },
      );
      return [];
    }
    taken.add(type.id);
    return [type];
  });
}

function readBrick(reader: KitReader, spot: Spot, known: readonly BrickType[]): BrickType | undefined {
  if (spot.node.kind === 'text') return readKnownBrick(reader, spot, known);
  const members = reader.members(spot, ['brick', 'id', 'name', 'settings', 'notes']);
  if (members === undefined) return undefined;
  const brickSpot = reader.required(spot, members, 'brick');
  const base = brickSpot === undefined ? undefined : readKnownBrick(reader, brickSpot, known);
  const idSpot = members.get('id');
  const id = idSpot === undefined ? base?.id : readOwnId(reader, idSpot);
  const nameSpot = members.get('name');
  const name = nameSpot === undefined ? base?.name : readName(reader, nameSpot);
  const settingsSpot = members.get('settings');
  if (base === undefined) return undefined;
  const settings =
    settingsSpot === undefined ? base.settings : readSettings(reader, settingsSpot, base.settings);
  if (id === undefined || name === undefined) return undefined;
  return { ...base, id, name, settings };
}

function readKnownBrick(reader: KitReader, spot: Spot, known: readonly BrickType[]): BrickType | undefined {
  const word = reader.string(spot)?.trim();
  if (word === undefined) return undefined;
  const type = known.find(({ id }) => id === word);
  if (type !== undefined) return type;
  const name = quote(word);
  const message = { fr: `La brique ${name.fr} n’est pas connue.`, en: `The brick ${name.en} is not known.` };
  const words = known.flatMap((candidate) => [
    { word: candidate.id, id: candidate.id },
    { word: candidate.name.fr, id: candidate.id },
    { word: candidate.name.en, id: candidate.id },
  ]);
  const match = closeMatch(
    word,
    words.map((candidate) => candidate.word),
  );
  const id = words.find((candidate) => candidate.word === match)?.id;
  const suggestion =
    id === undefined
      ? didYouMean(
          '',
          known.map((candidate) => candidate.id),
        )
      : { fr: `Tu veux dire "${id}" ?`, en: `Do you mean "${id}"?` };
  return reader.say('unknown-brick', spot, message, suggestion);
}

function readOwnId(reader: KitReader, spot: Spot): string | undefined {
  const id = reader.string(spot);
  if (id === undefined || OWN_ID.test(id)) return id;
  return reader.say('bad-id', spot, {
    fr: 'Un "id" est en minuscules, sans espace ni accent, comme "grand-bouton" (30 signes au plus).',
    en: 'An "id" is lower case without spaces or accents, like "big-button" (at most 30 characters).',
  });
}

/** The brick's settings, with the file's values as their defaults. */
function readSettings(
  reader: KitReader,
  spot: Spot,
  known: readonly BrickSetting[],
): readonly BrickSetting[] {
  const members = reader.members(
    spot,
    known.map(({ id }) => id),
  );
  if (members === undefined) return known;
  return known.map((setting) => {
    const valueSpot = members.get(setting.id);
    if (valueSpot === undefined) return setting;
    const { node } = valueSpot;
    const value = node.kind === 'number' || node.kind === 'text' ? node.value : undefined;
    if (isSettingAllowed(setting, value)) return withDefault(setting, value);
    reader.say('setting-out-of-range', valueSpot, ...settingWords(setting, value));
    return setting;
  });
}

/** What is allowed, written as in the file, and what was perhaps meant. */
function settingWords(
  { name, type, ...setting }: BrickSetting,
  value: number | string | undefined,
): [LocalizedText, LocalizedText | undefined] {
  const options = type.kind === 'choice' ? type.options.map((option) => option.value) : [];
  const quoted = options.map((option) => `"${option}"`);
  const range = settingRange({ name, type, ...setting });
  const isChoice = options.length > 0;
  const message = {
    fr: `${quote(name.fr).fr} : il faut ${isChoice ? quoted.join(' ou ') : range.fr}.`,
    en: `${quote(name.en).en}: this must be ${isChoice ? quoted.join(' or ') : range.en}.`,
  };
  if (value === undefined) return [message, undefined];
  if (isChoice) {
    const same =
      type.kind === 'choice' ? type.options.find(({ number }) => number === Number(value)) : undefined;
    const meant = same?.value ?? closeMatch(String(value), options);
    return [message, meant === undefined ? undefined : didYouMean(meant, [meant])];
  }
  const isNumber = typeof value === 'string' && /^\s*\d+\s*$/.test(value);
  return [
    message,
    isNumber ? { fr: 'Écris-le sans guillemets.', en: 'Write it without quotes.' } : undefined,
  ];
}

function withDefault(setting: BrickSetting, value: number | string): BrickSetting {
  const { type } = setting;
  if (type.kind === 'whole') {
    return typeof value === 'number' ? { ...setting, type: { ...type, default: value } } : setting;
  }
  return typeof value === 'string' ? { ...setting, type: { ...type, default: value } } : setting;
}
