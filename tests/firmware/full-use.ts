/**
 * A sketch that uses every action, reading, choice and setting of a brick type.
 *
 * In: the brick's data. Out: C++ without its #include; `static_assert`s compare every choice's word with its number.
 */
import type { BrickType, Parameter } from '../../boards/types.ts';

const valueOf = ({ type }: Parameter): string => {
  switch (type.kind) {
    case 'whole':
      return String(type.max);
    case 'decimal':
      return '0.5';
    case 'truth':
      return String(type.default);
    case 'text':
    case 'any':
      return `F("${type.default}")`;
    case 'colour':
      return `0x${type.default.slice(1).toUpperCase()}`;
    case 'choice':
      return type.options[0]?.cpp ?? '0';
  }
};

const PINS = [2, 4];

/** `prints`: shows the readings over Serial; otherwise they go to a volatile variable. */
export function fullUse(brick: BrickType, prints: boolean): string {
  const settings = brick.settings.map(({ type }) =>
    type.kind === 'whole' ? String(type.default) : (type.options[0]?.cpp ?? '0'),
  );
  const pins = brick.bus === undefined ? brick.signals.map((_, i) => String(PINS[i])) : [];
  const storage = brick.driver.storage === undefined ? [] : ['storage'];
  const calls = [
    ...brick.actions.map(({ method, parameters, lasts }) => {
      const given = parameters.filter(({ id }) => id !== lasts?.parameter).map(valueOf);
      return `brick.${method}(${given.join(', ')});${lasts === undefined ? '' : ` brick.${lasts.endMethod}();`}`;
    }),
    ...brick.readings.map(({ method, parameters, type }) => {
      const cpp = type.kind === 'whole' ? 'int' : type.kind === 'decimal' ? 'double' : 'bool';
      const call = `brick.${method}(${parameters.map(valueOf).join(', ')})`;
      return `{ ${cpp} answer = ${call}; ${prints ? 'Serial.println(answer)' : 'sink = answer'}; }`;
    }),
    ...[...brick.actions, ...brick.readings].flatMap(({ parameters }) =>
      parameters.flatMap(({ type }) =>
        type.kind === 'choice'
          ? type.options.map(({ cpp, number }) => `static_assert(${cpp} == ${number}, "");`)
          : [],
      ),
    ),
    ...brick.settings.flatMap(({ type }) =>
      type.kind === 'choice'
        ? type.options.map(({ cpp, number }) => `static_assert(${cpp} == ${number}, "");`)
        : [],
    ),
  ];
  return `
    ${brick.driver.storage === undefined ? '' : 'uint8_t storage[180];'}
    volatile double sink;
    ${brick.driver.class} brick(${[...pins, ...settings, ...storage].join(', ')});
    void setup() { ${prints ? 'Serial.begin(115200);' : ''} brick.begin(); }
    void loop() { ${calls.join('\n')} }`;
}
