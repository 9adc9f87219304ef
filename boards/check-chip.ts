/**
 * Is this a chip? Its shape, then what its parts say about each other.
 *
 * In: an unknown value. Out: problems; [] guarantees that the value is a `Chip` whose timers, channels, roles
 * and vectors agree. The datasheet itself is compared in tests/boards/chips.test.ts.
 */
import * as v from 'valibot';
import type { HardwareProblem } from './problem.ts';
import { repeated } from './repeated.ts';
import { schemaProblems } from './schema-problems.ts';
import { ChipSchema } from './schema.ts';
import type { Chip } from './types.ts';

export function checkChip(value: unknown): readonly HardwareProblem[] {
  const shape = schemaProblems(ChipSchema, value);
  return shape.length > 0 ? shape : chipProblems(v.parse(ChipSchema, value));
}

function chipProblems(chip: Chip): readonly HardwareProblem[] {
  const problems: HardwareProblem[] = [];
  const say = (code: string, path: string, fr: string, en: string): void => {
    problems.push({ code, path, message: { fr, en } });
  };
  for (const memory of ['flash', 'eeprom'] as const) {
    const { bytes, pageBytes } = chip[memory];
    if (bytes % pageBytes === 0) continue;
    say(
      'not-whole-pages',
      `${memory}.bytes`,
      `${bytes} octets ne font pas un nombre entier de pages de ${pageBytes}.`,
      `${bytes} bytes are not a whole number of ${pageBytes}-byte pages.`,
    );
  }
  for (const [index, timer] of chip.timers.entries()) {
    for (const [channel, pin] of Object.entries(timer.channels)) {
      if (chip.pins[pin] !== undefined) continue;
      say(
        'unknown-pin',
        `timers[${index}].channels.${channel}`,
        `La puce n’a pas de broche ${pin}.`,
        `The chip has no pin ${pin}.`,
      );
    }
  }
  for (const [name, { pwm }] of Object.entries(chip.pins)) {
    if (pwm === undefined) continue;
    const timer = chip.timers.find(({ id }) => id === Number.parseInt(pwm, 10));
    if (timer?.channels[pwm.slice(-1)] === name) continue;
    say(
      'channel-mismatch',
      `pins.${name}.pwm`,
      `Le canal ${pwm} n’arrive pas sur ${name}.`,
      `Channel ${pwm} does not reach ${name}.`,
    );
  }
  for (const [role, id] of Object.entries(chip.timerRoles)) {
    if (chip.timers.some((timer) => timer.id === id)) continue;
    say(
      'unknown-timer',
      `timerRoles.${role}`,
      `La puce n’a pas de timer ${id}.`,
      `The chip has no timer ${id}.`,
    );
  }
  for (const [index, id] of repeated(chip.timers.map((timer) => String(timer.id)))) {
    say(
      'id-twice',
      `timers[${index}].id`,
      `Le timer ${id} est donné deux fois.`,
      `Timer ${id} is given twice.`,
    );
  }
  for (const key of ['number', 'name'] as const) {
    for (const [index, value] of repeated(chip.vectors.map((vector) => String(vector[key])))) {
      say(
        'id-twice',
        `vectors[${index}].${key}`,
        `Le vecteur ${value} est donné deux fois.`,
        `Vector ${value} is given twice.`,
      );
    }
  }
  return problems;
}
