/**
 * The objects of a sketch: ports as named constants, bricks, variables, lists.
 *
 * In: a Generation. Out: lines of C++; names are given here, so this runs before any body is written.
 */
import type { BrickSetting, BrickType, PluggedBrick } from '../../boards/types.ts';
import type { Code, Line } from './code.ts';
import { cppType, INITIAL, LIST_CLASSES } from './cpp-types.ts';
import type { Generation } from './generation.ts';
import { camelCase } from './names.ts';
import { commentLines } from './literals.ts';
import { portWords } from './port-words.ts';

const line = (code: Code): Line => ({ kind: 'line', depth: 0, code });

/** Gives every brick, variable and list its name in the sketch. */
export function nameThings(gen: Generation): void {
  const { program, symbols } = gen.typed;
  for (const [id, { plugged, type }] of symbols.bricks) {
    const wish = plugged.name ?? '';
    const byPort = type.driver.noun + plugged.port.replace(/[^A-Za-z0-9]/g, '');
    const name = camelCase(wish) === '' ? gen.names.exactly(byPort) : gen.names.claim(wish, type.driver.noun);
    gen.bricks.set(id, name);
  }
  for (const { id, name } of program.variables) gen.variables.set(id, gen.names.claim(name, 'variable'));
  for (const { id, name } of program.lists) gen.lists.set(id, gen.names.claim(name, 'list'));
}

/** The constant that stands for wire `index` of a port. Bricks on one port share it. */
function portConstant(gen: Generation, port: string, index: number): string {
  const key = `${port}\n${index}`;
  const known = gen.ports.get(key);
  if (known !== undefined) return known;
  const wish = `PORT_${port.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
  const name = gen.names.exactly(index === 0 ? wish : `${wish}_${'ABCDEFGH'.charAt(index)}`);
  gen.ports.set(key, name);
  return name;
}

interface Wires {
  readonly plugged: PluggedBrick;
  readonly type: BrickType;
  readonly constants: readonly string[];
}

/** Bus bricks are found by address: they need no pins. */
function wiresOf(gen: Generation): Wires[] {
  return [...gen.typed.symbols.bricks].flatMap(([id, { plugged, type }]) => {
    if (!gen.usedBricks.has(id)) return [];
    const pins = type.bus === undefined ? gen.pinsOf(id) : [];
    return [{ plugged, type, constants: pins.map((_, index) => portConstant(gen, plugged.port, index)) }];
  });
}

export function writePorts(gen: Generation): Line[] {
  const { board } = gen.typed.kit;
  const lines = new Map<string, Line>();
  for (const { plugged, constants } of wiresOf(gen)) {
    const pins = gen.pinsOf(plugged.id);
    constants.forEach((constant, index) => {
      const pin = pins[index] ?? 0;
      const written = board.pinNames[pin] ?? String(pin);
      lines.set(
        constant,
        line(`const byte ${constant} = ${written};  // ${portWords(gen.typed.kit, plugged.port)}`),
      );
    });
  }
  return [...lines.values()];
}

export function writeBricks(gen: Generation): Line[] {
  return wiresOf(gen).flatMap(({ plugged, type, constants }) => {
    const name = gen.nameOf(gen.bricks, plugged.id);
    const settings = type.settings.map((setting) => settingCode(setting, plugged));
    const { storage } = type.driver;
    const lines: Line[] = [];
    const args = [...constants, ...settings.map(({ cpp }) => cpp)];
    if (storage !== undefined) {
      const setting = type.settings.findIndex(({ id }) => id === storage.setting);
      const bytes = gen.names.exactly(`${name}Bytes`);
      lines.push(line(`byte ${bytes}[${storage.bytesEach * (settings[setting]?.number ?? 1)}];`));
      args.push(bytes);
    }
    const constructorArgs = args.length === 0 ? '' : `(${args.join(', ')})`;
    return [...lines, line(`${type.driver.class} ${name}${constructorArgs};`)];
  });
}

/** A setting as the driver's constructor takes it. */
function settingCode(setting: BrickSetting, plugged: PluggedBrick): { cpp: string; number: number } {
  const given = plugged.settings?.[setting.id];
  const { type } = setting;
  if (type.kind === 'whole') {
    const number =
      typeof given === 'number' ? Math.min(type.max, Math.max(type.min, Math.round(given))) : type.default;
    return { cpp: String(number), number };
  }
  const picked =
    type.options.find(({ value }) => value === String(given ?? type.default)) ??
    type.options.find(({ value }) => value === type.default);
  return { cpp: picked?.cpp ?? '0', number: picked?.number ?? 0 };
}

/** The child's own words beside a name that had to change, by more than capitals and spaces. */
function remark(name: string, childsName: string): string {
  const [comment] = commentLines(childsName);
  const isSame = childsName.replaceAll(' ', '').toLowerCase() === name.toLowerCase();
  return comment === undefined || isSame ? '' : `  ${comment}`;
}

export function writeVariables(gen: Generation): Line[] {
  const { program } = gen.typed;
  const variables = program.variables
    .filter(({ id }) => gen.usedVariables.has(id))
    .map(({ id, name: childsName }) => {
      const name = gen.nameOf(gen.variables, id);
      const cpp = cppType(gen.variableType(id));
      if (cpp === 'Text') gen.uses('GenieText.h');
      const start = cpp === 'Text' ? '' : ` = ${INITIAL[cpp]}`;
      return line(`${cpp} ${name}${start};${remark(name, childsName)}`);
    });
  const lists = program.lists
    .filter(({ id }) => gen.usedLists.has(id))
    .flatMap(({ id, name: childsName, capacity }) => {
      const name = gen.nameOf(gen.lists, id);
      const { name: className, item } = LIST_CLASSES[cppType(gen.listType(id))];
      const items = gen.names.exactly(`${name}Items`);
      gen.listNames.set(id, { list: name, items });
      gen.uses('GenieLists.h');
      return [
        line(`${item} ${items}[${capacity}];`),
        line(`${className} ${name}(${items}, ${capacity});${remark(name, childsName)}`),
      ];
    });
  return [...variables, ...lists];
}

/** What setup() does before the child's blocks. */
export function writeBeginnings(gen: Generation): Line[] {
  const lines: string[] = [];
  if (gen.usesMonitor) lines.push('monitor.begin();');
  else if (gen.usesSerial) lines.push('Serial.begin(115200);');
  for (const { plugged } of wiresOf(gen)) lines.push(`${gen.nameOf(gen.bricks, plugged.id)}.begin();`);
  if (gen.usesRandom) lines.push('seedRandom();');
  return lines.map((code) => ({ kind: 'line', depth: 1, code }));
}

export function writeObjects(gen: Generation): Line[] {
  const own = [
    ...(gen.usesMonitor ? ['Monitor monitor;'] : []),
    ...(gen.usesTimer ? ['Chronometer timer;'] : []),
  ];
  const scripts = gen.scripts.map((name) => `${gen.scriptClass()} ${name};`);
  return [...own, ...scripts, ...gen.objects].map(line);
}
