/**
 * Is this a brick type? Its shape, then whether its words, settings and driver agree.
 *
 * In: an unknown value. Out: problems; [] guarantees a `BrickType` whose block texts mention %BRICK and every
 * parameter exactly once in both languages, whose ids are unique, and whose ranges hold their defaults.
 */
import * as v from 'valibot';
import type { HardwareProblem } from './problem.ts';
import { repeated } from './repeated.ts';
import { schemaProblems } from './schema-problems.ts';
import { BrickTypeSchema } from './schema.ts';
import type { BrickType, LocalizedText, Parameter, ParameterType } from './types.ts';

type Say = (code: string, path: string, fr: string, en: string) => void;

export function checkBrickType(value: unknown): readonly HardwareProblem[] {
  const shape = schemaProblems(BrickTypeSchema, value);
  if (shape.length > 0) return shape;
  const type = v.parse(BrickTypeSchema, value);
  const problems: HardwareProblem[] = [];
  const say: Say = (code, path, fr, en) => problems.push({ code, path, message: { fr, en } });
  checkIds(type, say);
  checkDriver(type, say);
  checkBlocks(type, say);
  return problems;
}

function checkIds(type: BrickType, say: Say): void {
  for (const list of ['settings', 'actions', 'readings', 'events'] as const) {
    for (const [index, id] of repeated(type[list].map((item) => item.id))) {
      say('id-twice', `${list}[${index}].id`, `« ${id} » est donné deux fois.`, `“${id}” is given twice.`);
    }
  }
  for (const list of ['actions', 'readings'] as const) {
    for (const [index, { parameters }] of type[list].entries()) {
      for (const [place, id] of repeated(parameters.map((parameter) => parameter.id))) {
        const path = `${list}[${index}].parameters[${place}].id`;
        say('id-twice', path, `« ${id} » est donné deux fois.`, `“${id}” is given twice.`);
      }
    }
  }
}

function checkDriver(type: BrickType, say: Say): void {
  for (const [index, setting] of type.settings.entries()) {
    checkRange(setting.type, `settings[${index}].type`, say);
  }
  const storage = type.driver.storage?.setting;
  if (storage !== undefined) {
    const setting = type.settings.find(({ id }) => id === storage);
    if (setting?.type.kind !== 'whole') {
      say(
        'unknown-setting',
        'driver.storage.setting',
        `Il n’y a pas de réglage « ${storage} » en nombre entier.`,
        `There is no whole-number setting “${storage}”.`,
      );
    }
  }
  const usesI2c = type.signals.some(({ needs }) => needs.some((need) => need.startsWith('i2c')));
  if (usesI2c !== (type.bus === 'i2c')) {
    say(
      'bus-mismatch',
      'bus',
      'Les fils I2C et "bus": "i2c" vont ensemble.',
      'I2C wires and "bus": "i2c" go together.',
    );
  }
}

function checkBlocks(type: BrickType, say: Say): void {
  for (const [index, action] of type.actions.entries()) {
    const path = `actions[${index}]`;
    checkParameters(action.parameters, path, say);
    checkText(action.text, action.parameters, `${path}.text`, say);
    const time = action.lasts?.parameter;
    if (time === undefined) continue;
    if (action.parameters.some(({ id, type: { kind } }) => id === time && kind === 'decimal')) continue;
    say(
      'unknown-parameter',
      `${path}.lasts.parameter`,
      `Il n’y a pas de durée « ${time} ».`,
      `There is no length of time “${time}”.`,
    );
  }
  for (const [index, reading] of type.readings.entries()) {
    const path = `readings[${index}]`;
    checkParameters(reading.parameters, path, say);
    checkText(reading.text, reading.parameters, `${path}.text`, say);
    if (reading.type.kind !== 'truth' && reading.type.min > reading.type.max) {
      say(
        'empty-range',
        `${path}.type`,
        'Le minimum dépasse le maximum.',
        'The minimum exceeds the maximum.',
      );
    }
  }
  for (const [index, event] of type.events.entries()) {
    const reading = type.readings.find(({ id }) => id === event.reading);
    if (reading?.type.kind === 'truth') {
      checkText(event.text, reading.parameters, `events[${index}].text`, say);
      continue;
    }
    say(
      'unknown-reading',
      `events[${index}].reading`,
      `Il n’y a pas de lecture vrai/faux « ${event.reading} ».`,
      `There is no true/false reading “${event.reading}”.`,
    );
  }
}

function checkParameters(parameters: readonly Parameter[], path: string, say: Say): void {
  for (const [index, { type }] of parameters.entries()) {
    checkRange(type, `${path}.parameters[${index}].type`, say);
  }
}

function checkRange(type: ParameterType, path: string, say: Say): void {
  if (type.kind === 'choice') {
    for (const [index, value] of repeated(type.options.map((option) => option.value))) {
      say(
        'id-twice',
        `${path}.options[${index}].value`,
        `« ${value} » est donné deux fois.`,
        `“${value}” is given twice.`,
      );
    }
    if (type.options.some(({ value }) => value === type.default)) return;
    say(
      'default-outside',
      `${path}.default`,
      `« ${type.default} » n’est pas dans le menu.`,
      `“${type.default}” is not in the menu.`,
    );
    return;
  }
  if (type.kind !== 'whole' && type.kind !== 'decimal') return;
  if (type.min > type.max) {
    say('empty-range', path, 'Le minimum dépasse le maximum.', 'The minimum exceeds the maximum.');
  } else if (type.default < type.min || type.default > type.max) {
    say(
      'default-outside',
      `${path}.default`,
      `Il faut une valeur de ${type.min} à ${type.max}.`,
      `This must be from ${type.min} to ${type.max}.`,
    );
  }
}

/** "%%" is a per cent sign; any other "%WORD" is a hole. */
function checkText(text: LocalizedText, parameters: readonly Parameter[], path: string, say: Say): void {
  const wanted = ['BRICK', ...parameters.map(({ id }) => id)];
  for (const language of ['fr', 'en'] as const) {
    const words = text[language].replaceAll('%%', '');
    const holes = [...words.matchAll(/%([A-Z][A-Z0-9_]*)/g)].map((match) => match[1] ?? '');
    for (const id of wanted) {
      const count = holes.filter((hole) => hole === id).length;
      if (count === 1) continue;
      say(
        'text-hole',
        `${path}.${language}`,
        `%${id} doit y être une fois, il y est ${count} fois.`,
        `%${id} must be there once, it is there ${count} times.`,
      );
    }
    for (const hole of holes.filter((id) => !wanted.includes(id))) {
      say(
        'text-hole',
        `${path}.${language}`,
        `%${hole} n’est pas un paramètre de ce bloc.`,
        `%${hole} is not a parameter of this block.`,
      );
    }
  }
}
