/**
 * Is this a board? Its shape, then whether its chip can really do what its ports promise.
 *
 * In: an unknown value. Out: problems; [] guarantees a `Board` on one of our chips whose every claimed
 * capability exists, whose port ids are unique, and whose bus ports carry SDA and SCL.
 */
import * as v from 'valibot';
import { CAPABILITY_WORDS } from './capability-words.ts';
import { CHIPS } from './chips/index.ts';
import { pinCapabilities } from './pin-capabilities.ts';
import { pinName } from './pin-name.ts';
import { pathText, type HardwareProblem, type PathStep } from './problem.ts';
import { repeated } from './repeated.ts';
import { schemaProblems } from './schema-problems.ts';
import { BoardSchema } from './schema.ts';
import type { Board, Chip, Port } from './types.ts';

export function checkBoard(value: unknown): readonly HardwareProblem[] {
  const shape = schemaProblems(BoardSchema, value);
  if (shape.length > 0) return shape;
  const board = v.parse(BoardSchema, value);
  const chip = CHIPS[board.chip];
  return [
    ...pinMapProblems(board, chip),
    ...repeated(board.ports.map(({ id }) => id)).map(([index, id]) =>
      problem(
        'id-twice',
        ['ports', index, 'id'],
        `Deux ports s’appellent « ${id} ».`,
        `Two ports are called “${id}”.`,
      ),
    ),
    ...board.ports.flatMap((port, index) => portProblems(board, chip, port, index)),
  ];
}

const problem = (code: string, path: readonly PathStep[], fr: string, en: string): HardwareProblem => ({
  code,
  path: pathText(path),
  message: { fr, en },
});

function pinMapProblems(board: Board, chip: Chip): readonly HardwareProblem[] {
  const problems: HardwareProblem[] = [];
  for (const [pin, chipPin] of Object.entries(board.pins)) {
    if (chip.pins[chipPin] !== undefined) continue;
    problems.push(
      problem(
        'unknown-chip-pin',
        ['pins', pin],
        `La puce ${chip.name} n’a pas de broche ${chipPin}.`,
        `The chip ${chip.name} has no pin ${chipPin}.`,
      ),
    );
  }
  const named = Object.keys(board.pinNames).map((pin): [PathStep[], number] => [
    ['pinNames', pin],
    Number(pin),
  ]);
  const used: readonly [PathStep[], number][] = [
    ...named,
    [['builtInLed'], board.builtInLed],
    ...(board.usbPins ?? []).map((pin, index): [PathStep[], number] => [['usbPins', index], pin]),
  ];
  for (const [path, pin] of used) {
    if (board.pins[pin] === undefined) problems.push(unknownPin(path, pin));
  }
  for (const [index, name] of repeated(Object.values(board.pinNames))) {
    problems.push(
      problem(
        'id-twice',
        ['pinNames', Object.keys(board.pinNames)[index] ?? index],
        `Deux broches s’appellent « ${name} ».`,
        `Two pins are called “${name}”.`,
      ),
    );
  }
  const { maxFlashBytes } = board.upload;
  if (maxFlashBytes > chip.flash.bytes) {
    problems.push(
      problem(
        'more-than-the-flash',
        ['upload', 'maxFlashBytes'],
        `La puce ${chip.name} n’a que ${chip.flash.bytes} octets.`,
        `The chip ${chip.name} has only ${chip.flash.bytes} bytes.`,
      ),
    );
  }
  return problems;
}

const unknownPin = (path: readonly PathStep[], pin: number): HardwareProblem =>
  problem(
    'unknown-pin',
    path,
    `Ce circuit n’a pas de broche numéro ${pin}.`,
    `This board has no pin number ${pin}.`,
  );

function portProblems(board: Board, chip: Chip, port: Port, index: number): readonly HardwareProblem[] {
  const problems: HardwareProblem[] = [];
  const path = (...steps: readonly PathStep[]): PathStep[] => ['ports', index, 'signals', ...steps];
  for (const [wire, { pin, capabilities }] of port.signals.entries()) {
    if (board.pins[pin] === undefined) {
      problems.push(unknownPin(path(wire, 'pin'), pin));
      continue;
    }
    const name = pinName(board, pin);
    if (board.usbPins?.includes(pin) === true) {
      problems.push(
        problem(
          'usb-pin',
          path(wire, 'pin'),
          `${name} sert au câble USB : un port ne peut pas l’utiliser.`,
          `${name} serves the USB cable: a port cannot use it.`,
        ),
      );
    }
    const real = pinCapabilities(chip, board, pin);
    for (const [place, capability] of capabilities.entries()) {
      const words = CAPABILITY_WORDS[capability];
      if (!real.includes(capability)) {
        problems.push(
          problem(
            'pin-lacks-capability',
            path(wire, 'capabilities', place),
            `${name} ne sait pas ${words.fr}.`,
            `${name} cannot ${words.en}.`,
          ),
        );
      } else if (capability.startsWith('i2c') && port.bus !== 'i2c') {
        problems.push(
          problem(
            'i2c-without-bus',
            path(wire, 'capabilities', place),
            `Le port « ${port.id} » offre I2C : ajouter "bus": "i2c".`,
            `Port “${port.id}” offers I2C: add "bus": "i2c".`,
          ),
        );
      }
    }
  }
  for (const [wire, chipPin] of repeated(port.signals.map(({ pin }) => board.pins[pin] ?? `#${pin}`))) {
    problems.push(
      problem(
        'pin-twice',
        path(wire, 'pin'),
        `Le port « ${port.id} » utilise deux fois la même broche (${chipPin}).`,
        `Port “${port.id}” uses the same pin twice (${chipPin}).`,
      ),
    );
  }
  const offers = (wire: number, what: 'i2c-data' | 'i2c-clock'): boolean =>
    port.signals[wire]?.capabilities.includes(what) === true;
  if (port.bus === 'i2c' && !(offers(0, 'i2c-data') && offers(1, 'i2c-clock'))) {
    problems.push(
      problem(
        'bus-needs-sda-scl',
        ['ports', index, 'bus'],
        `Un port I2C porte d’abord SDA, puis SCL.`,
        `An I2C port carries SDA first, then SCL.`,
      ),
    );
  }
  return problems;
}
