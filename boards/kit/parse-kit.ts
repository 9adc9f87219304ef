/**
 * A teacher's kit file, from text to a kit: docs/kit-files.md describes the format.
 *
 * In: the text of a file, from anywhere. Out: the kit, or every mistake with its place. Invariants: never throws;
 * `kit` is there exactly when `problems` is empty; its board and bricks pass the checks of our own tables.
 */
import { BOARDS } from '../bases/index.ts';
import { BRICK_TYPES } from '../bricks/index.ts';
import { checkBoard } from '../check-board.ts';
import { portsThatFit } from '../placement/ports-that-fit.ts';
import type { HardwareProblem } from '../problem.ts';
import type { Board, BrickType, Kit, LocalizedText } from '../types.ts';
import { lineAndColumn } from './json-node.ts';
import { didYouMean, KitReader, meantWord, quote, type Spot } from './kit-reader.ts';
import { readBricks } from './read-bricks.ts';
import { readJson } from './read-json.ts';
import { readName } from './read-name.ts';
import { PIN_PROBLEMS, readPorts } from './read-ports.ts';

export const KIT_FORMAT = 'genie-kit';
export const KIT_VERSION = 1;
const LONGEST_FILE = 200_000;
const KIT_ID = /^[a-z][a-z0-9-]{0,39}$/;
const KEYS = ['format', 'version', 'id', 'name', 'basedOn', 'ports', 'bricks', 'notes'];

export interface ParsedKit {
  readonly kit?: Kit;
  readonly problems: readonly HardwareProblem[];
}

export function parseKit(text: string): ParsedKit {
  if (text.length > LONGEST_FILE) {
    return wholeFile('too-big', {
      fr: `Ce fichier est trop gros : ${LONGEST_FILE / 1000} ko au plus.`,
      en: `This file is too big: at most ${LONGEST_FILE / 1000} kB.`,
    });
  }
  if (text.trim() === '')
    return wholeFile('not-json', { fr: 'Ce fichier est vide.', en: 'This file is empty.' });
  const json = readJson(text.replace(/^\uFEFF/, ' '));
  if ('mistake' in json) {
    const { at, code, message } = json.mistake;
    return { problems: [{ code, path: '', message, ...lineAndColumn(text, at) }] };
  }
  const reader = new KitReader(text);
  const kit = readKit(reader, { node: json.node, path: [] });
  if (reader.problems.length > 0) return { problems: reader.problems.toSorted(byPlace) };
  if (kit !== undefined) return { kit, problems: [] };
  return wholeFile('not-a-kit', { fr: 'Ce n’est pas un kit.', en: 'This is not a kit.' });
}

const byPlace = (a: HardwareProblem, b: HardwareProblem): number =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);

const wholeFile = (code: string, message: LocalizedText): ParsedKit => ({
  problems: [{ code, path: '', message, line: 1, column: 1 }],
});

function readKit(reader: KitReader, root: Spot): Kit | undefined {
  const members = reader.members(root, KEYS);
  if (members === undefined) return undefined;
  checkFormat(reader, root, members);
  const idSpot = reader.required(root, members, 'id');
  const id = idSpot === undefined ? undefined : readKitId(reader, idSpot);
  const nameSpot = reader.required(root, members, 'name');
  const name = nameSpot === undefined ? undefined : readName(reader, nameSpot);
  const baseSpot = reader.required(root, members, 'basedOn');
  const base = baseSpot === undefined ? undefined : readBase(reader, baseSpot);

  const portsSpot = members.get('ports');
  const bricksSpot = members.get('bricks');
  const bricks = bricksSpot === undefined ? BRICK_TYPES : readBricks(reader, bricksSpot, BRICK_TYPES);
  if (base === undefined) {
    if (portsSpot !== undefined) checkPorts(reader, portsSpot, meantBase(baseSpot));
    return undefined;
  }
  const ports = portsSpot === undefined ? base.ports : readPorts(reader, portsSpot, base);
  const board: Board = { ...base, ports };
  if (id === undefined || name === undefined || reader.problems.length > 0) return undefined;
  if (bricksSpot !== undefined) checkBricksFit(reader, bricksSpot, board, bricks);
  for (const problem of checkBoard(board)) reader.problems.push(problem);
  return { id, name, board, bricks };
}

function checkFormat(reader: KitReader, root: Spot, members: ReadonlyMap<string, Spot>): void {
  const format = reader.required(root, members, 'format');
  if (format !== undefined && !(format.node.kind === 'text' && format.node.value === KIT_FORMAT)) {
    reader.say('wrong-format', format, {
      fr: `Un fichier de kit commence par "format": "${KIT_FORMAT}".`,
      en: `A kit file starts with "format": "${KIT_FORMAT}".`,
    });
  }
  const version = reader.required(root, members, 'version');
  if (version !== undefined && !(version.node.kind === 'number' && version.node.value === KIT_VERSION)) {
    reader.say('wrong-version', version, {
      fr: `Cette version de Génie lit les kits de "version": ${KIT_VERSION}.`,
      en: `This version of Génie reads kits of "version": ${KIT_VERSION}.`,
    });
  }
}

function readKitId(reader: KitReader, spot: Spot): string | undefined {
  const id = reader.string(spot);
  if (id === undefined) return undefined;
  if (!KIT_ID.test(id)) {
    return reader.say('bad-id', spot, {
      fr: 'Un "id" est en minuscules, sans espace ni accent, comme "boite-5e-b" (40 signes au plus).',
      en: 'An "id" is lower case without spaces or accents, like "box-class-5b" (at most 40 characters).',
    });
  }
  if (BOARDS.every((board) => board.id !== id)) return id;
  return reader.say('id-taken', spot, {
    fr: `${quote(id).fr} est déjà le nom d’un circuit de Génie. Choisis un autre "id".`,
    en: `${quote(id).en} is already the name of one of Génie’s boards. Choose another "id".`,
  });
}

function readBase(reader: KitReader, spot: Spot): Board | undefined {
  const word = reader.string(spot);
  if (word === undefined) return undefined;
  const base = BOARDS.find((board) => board.id === word);
  if (base !== undefined) return base;
  const name = quote(word);
  return reader.say(
    'unknown-board',
    spot,
    { fr: `Le circuit ${name.fr} n’est pas connu.`, en: `The board ${name.en} is not known.` },
    didYouMean(word, BASE_IDS, BASE_NAMES),
  );
}

const BASE_IDS = BOARDS.map(({ id }) => id);
const BASE_NAMES = Object.fromEntries(
  BOARDS.flatMap(({ id, name }) => [name.fr, name.en].map((spoken) => [spoken, id])),
);

const meantBase = (spot: Spot | undefined): Board | undefined => {
  const word = spot?.node.kind === 'text' ? meantWord(spot.node.value, BASE_IDS, BASE_NAMES) : undefined;
  return BOARDS.find(({ id }) => id === word);
};

/** The ports' own mistakes are told too while the board is not known; those of pins only if it can be guessed. */
function checkPorts(reader: KitReader, spot: Spot, meant: Board | undefined): void {
  const assumed = meant ?? BOARDS[0];
  if (assumed === undefined) return;
  const others = new KitReader(reader.text);
  readPorts(others, spot, assumed);
  for (const problem of others.problems)
    if (meant !== undefined || !PIN_PROBLEMS.has(problem.code)) reader.problems.push(problem);
}

/** A brick that the teacher names must have somewhere to go. */
function checkBricksFit(reader: KitReader, spot: Spot, board: Board, bricks: readonly BrickType[]): void {
  for (const [index, brick] of bricks.entries()) {
    if (portsThatFit({ board, bricks }, brick, []).length > 0) continue;
    const node = spot.node.kind === 'list' ? (spot.node.items[index] ?? spot.node) : spot.node;
    const needs = [...new Set(brick.signals.flatMap((signal) => signal.needs))].join(', ');
    reader.say(
      'brick-fits-nowhere',
      { node, path: [...spot.path, index] },
      {
        fr: `Aucun port de ce kit ne convient à ${quote(brick.name.fr).fr}.`,
        en: `No port of this kit fits ${quote(brick.name.en).en}.`,
      },
      {
        fr: `Cette brique demande ${brick.signals.length} fil(s) : ${needs}.`,
        en: `This brick asks for ${brick.signals.length} wire(s): ${needs}.`,
      },
    );
  }
}
