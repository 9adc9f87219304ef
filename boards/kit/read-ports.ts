/**
 * The ports of a kit file: `{ "id": "1", "pins": ["D5", "D4"], "family": "output" }`.
 *
 * In: the list's spot and the board the kit is based on. Out: ports whose wires offer what the chip's pins can
 * do, narrowed to the family; ports with a mistake are left out after the mistake was noted.
 */
import { CAPABILITY_WORDS } from '../capability-words.ts';
import { CHIPS } from '../chips/index.ts';
import { FAMILIES, FAMILY_CAPABILITIES, FAMILY_NEEDS } from '../families.ts';
import { makePort } from '../make-port.ts';
import { pinCapabilities } from '../pin-capabilities.ts';
import { pinName } from '../pin-name.ts';
import type { ArduinoPin, Board, Capability, Port, PortFamilyId } from '../types.ts';
import { findPin, meantPin, portPinRanges } from './find-pin.ts';
import { didYouMean, quote, type KitReader, type Spot } from './kit-reader.ts';

const MOST_PORTS = 64;
const MOST_PINS = 8;
const PIN_LIST = { fr: 'une liste entre crochets, comme ["A0"]', en: 'a list in brackets, like ["A0"]' };
const PORT_ID = /^[A-Za-z0-9][A-Za-z0-9+_-]{0,11}$/;
/** What the family is called on the screen, and other words people use. */
const FAMILY_WORDS: Readonly<Record<string, PortFamilyId>> = {
  ...Object.fromEntries(
    Object.values(FAMILIES).flatMap(({ id, name, shape }) => [
      [name.fr, id],
      [name.en, id],
      [shape, id],
    ]),
  ),
  analogique: 'analog',
  entrée: 'digital',
  input: 'digital',
};
/** Codes of the problems that hang on what the board's pins are. */
export const PIN_PROBLEMS: ReadonlySet<string> = new Set([
  'unknown-pin',
  'usb-pin',
  'pin-twice',
  'pin-lacks-family',
  'i2c-pins',
]);
const FAMILY_IDS = Object.values(FAMILIES).map(({ id }) => id);

export function readPorts(reader: KitReader, spot: Spot, board: Board): readonly Port[] {
  const entries = reader.list(spot, MOST_PORTS);
  if (entries?.length === 0) {
    reader.say('no-ports', spot, {
      fr: 'Il faut au moins un port, ou bien pas de "ports" du tout.',
      en: 'At least one port is needed, or no "ports" at all.',
    });
  }
  const taken = new Set<string>();
  return (entries ?? []).flatMap((entry) => readPort(reader, entry, board, taken) ?? []);
}

function readPort(reader: KitReader, spot: Spot, board: Board, taken: Set<string>): Port | undefined {
  const members = reader.members(spot, ['id', 'pins', 'family', 'notes']);
  if (members === undefined) return undefined;
  const idSpot = reader.required(spot, members, 'id');
  const id = idSpot === undefined ? undefined : readPortId(reader, idSpot, taken);
  const familySpot = members.get('family');
  const family = familySpot === undefined ? 'mixed' : readFamily(reader, familySpot);
  const pinsSpot = reader.required(spot, members, 'pins');
  if (pinsSpot === undefined) return undefined;
  const pins = readPins(reader, pinsSpot, board, family);
  if (id === undefined || family === undefined || pins === undefined) return undefined;
  return makePort(CHIPS[board.chip], board, id, pins, family);
}

function readPortId(reader: KitReader, spot: Spot, taken: Set<string>): string | undefined {
  const { node } = spot;
  const id = node.kind === 'number' ? String(node.value) : reader.string(spot);
  if (id === undefined) return undefined;
  if (!PORT_ID.test(id)) {
    return reader.say('bad-port-id', spot, {
      fr: 'Le nom d’un port fait de 1 à 12 lettres ou chiffres, comme "1", "A0" ou "I2C-2".',
      en: 'A port’s name has 1 to 12 letters or digits, like "1", "A0" or "I2C-2".',
    });
  }
  if (taken.has(id)) {
    return reader.say('port-id-twice', spot, {
      fr: `Deux ports s’appellent ${quote(id).fr}.`,
      en: `Two ports are called ${quote(id).en}.`,
    });
  }
  taken.add(id);
  return id;
}

function readFamily(reader: KitReader, spot: Spot): PortFamilyId | undefined {
  const word = reader.string(spot);
  if (word === undefined) return undefined;
  const family = FAMILY_IDS.find((id) => id === word);
  if (family !== undefined) return family;
  const name = quote(word);
  return reader.say(
    'unknown-family',
    spot,
    {
      fr: `${name.fr} n’est pas une famille de ports.`,
      en: `${name.en} is not a family of ports.`,
    },
    didYouMean(word, FAMILY_IDS, FAMILY_WORDS),
  );
}

function readPins(
  reader: KitReader,
  spot: Spot,
  board: Board,
  family: PortFamilyId | undefined,
): readonly ArduinoPin[] | undefined {
  const { node } = spot;
  if (node.kind === 'text' || node.kind === 'number') return reader.wrongType(spot, PIN_LIST);
  const entries = reader.list(spot, MOST_PINS);
  if (entries === undefined) return undefined;
  if (entries.length === 0) {
    return reader.say('no-pins', spot, {
      fr: 'Un port a au moins une broche, comme ["D5"].',
      en: 'A port has at least one pin, like ["D5"].',
    });
  }
  const pins: ArduinoPin[] = [];
  const wires = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const pin = readPin(reader, entry, board);
    if (pin === undefined) continue;
    const wire = board.pins[pin] ?? '';
    if (wires.has(wire)) {
      reader.say('pin-twice', entry, {
        fr: `${pinName(board, pin)} est déjà dans ce port.`,
        en: `${pinName(board, pin)} is already in this port.`,
      });
      continue;
    }
    wires.add(wire);
    if (family !== undefined && !checkFamily(reader, entry, board, pin, index, family)) continue;
    pins.push(pin);
  }
  if (family === 'i2c' && entries.length !== 2) return sayI2cPins(reader, spot, board);
  return pins.length === entries.length ? pins : undefined;
}

function readPin(reader: KitReader, spot: Spot, board: Board): ArduinoPin | undefined {
  const { node } = spot;
  if (node.kind !== 'text' && node.kind !== 'number') {
    return reader.wrongType(spot, { fr: 'une broche, comme "D5" ou "A0"', en: 'a pin, like "D5" or "A0"' });
  }
  const word = typeof node.value === 'number' ? String(node.value) : node.value.trim();
  const pin = findPin(board, typeof node.value === 'number' ? node.value : word);
  if (pin === undefined) {
    const meant = meantPin(board, String(node.value));
    const ranges = portPinRanges(board);
    const spoken = typeof node.value === 'number' ? `D${word}` : word;
    return reader.say(
      'unknown-pin',
      spot,
      {
        fr: `${quote(spoken).fr} n’existe pas sur ce circuit (${board.name.fr}).`,
        en: `${quote(spoken).en} does not exist on this board (${board.name.en}).`,
      },
      meant === undefined
        ? { fr: `Possible ici : ${ranges}.`, en: `Possible here: ${ranges}.` }
        : didYouMean(meant, [meant]),
    );
  }
  if (board.usbPins?.includes(pin) !== true) return pin;
  return reader.say('usb-pin', spot, {
    fr: `${pinName(board, pin)} sert au câble USB : un port ne peut pas l’utiliser.`,
    en: `${pinName(board, pin)} serves the USB cable: a port cannot use it.`,
  });
}

/** Can this pin take this place in a port of the family? Says so when not, with the pins that can. */
function checkFamily(
  reader: KitReader,
  spot: Spot,
  board: Board,
  pin: ArduinoPin,
  index: number,
  family: PortFamilyId,
): boolean {
  const can = (candidate: ArduinoPin): readonly Capability[] =>
    pinCapabilities(CHIPS[board.chip], board, candidate);
  if (family === 'i2c') {
    if (index > 1 || can(pin).includes(index === 0 ? 'i2c-data' : 'i2c-clock')) return true;
    sayI2cPins(reader, spot, board);
    return false;
  }
  const offered = FAMILY_CAPABILITIES[family];
  const missing =
    index === 0
      ? FAMILY_NEEDS[family].find((capability) => !can(pin).includes(capability))
      : can(pin).some((capability) => offered.includes(capability))
        ? undefined
        : offered[0];
  if (missing === undefined) return true;
  const words = CAPABILITY_WORDS[missing];
  const able = Object.keys(board.pins)
    .map(Number)
    .filter((other) => board.usbPins?.includes(other) !== true && can(other).includes(missing))
    .map((other) => pinName(board, other))
    .join(', ');
  const { name, shape } = FAMILIES[family];
  reader.say(
    'pin-lacks-family',
    spot,
    {
      fr: `Dans un port ${shape} ${name.fr}, cette broche doit ${words.fr} ; ${pinName(board, pin)} ne sait pas le faire.`,
      en: `In a port ${shape} ${name.en}, this pin has to ${words.en}; ${pinName(board, pin)} cannot.`,
    },
    { fr: `Celles qui savent : ${able}.`, en: `Those that can: ${able}.` },
  );
  return false;
}

function sayI2cPins(reader: KitReader, spot: Spot, board: Board): undefined {
  const byRole = (twi: 'SDA' | 'SCL'): string => {
    const entry = Object.entries(board.pins).find(
      ([, chipPin]) => CHIPS[board.chip].pins[chipPin]?.twi === twi,
    );
    return entry === undefined ? twi : pinName(board, Number(entry[0]));
  };
  const wanted = `["${byRole('SDA')}", "${byRole('SCL')}"]`;
  return reader.say(
    'i2c-pins',
    spot,
    {
      fr: 'Un port I2C a deux broches : SDA, puis SCL.',
      en: 'An I2C port has two pins: SDA, then SCL.',
    },
    { fr: `Sur ce circuit : ${wanted}.`, en: `On this board: ${wanted}.` },
  );
}
