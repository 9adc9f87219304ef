/**
 * Machine code that is kept between programs: it is that of a builder that never built anything, at the places
 * of now; and functions that differ in anything are told apart.
 */
import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../../app/host/read-templates.ts';
import { CHIPS } from '../../../boards/chips/index.ts';
import { KeptCode } from '../../../compiler/avr/kept-code.ts';
import { sameCode } from '../../../compiler/avr/same-code.ts';
import { avrTargetOf } from '../../../compiler/avr/target.ts';
import { FirmwareBuilder } from '../../../compiler/build-firmware.ts';
import type { IrFunction, IrModule } from '../../../compiler/ir/ir.ts';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';
import { printModule } from '../../../compiler/ir/print-ir.ts';
import type { Sketch } from '../../../compiler/sketch.ts';
import { readExample } from '../../examples/example-files.ts';
import { randomModule } from '../ir/random-ir.ts';

const templates = await readTemplates('firmware-templates');
const { sketch, kit } = await readExample('alarme-de-musee');
const { board } = kit;

/** The image, and the line of the source for every instruction. */
function built(builder: FirmwareBuilder, one: Sketch): unknown {
  const { linked, sources } = builder.build({ sketch: one, board, chip: CHIPS[board.chip] });
  if (linked === undefined) throw new Error('it does not build');
  const { image, lines } = linked.firmware;
  return { image, lines: lines.map(({ pc, loc }) => ({ pc, span: sources.spanOf(loc) })) };
}

const edited = (change: (text: string) => string): Sketch => ({
  ...sketch,
  files: sketch.files.map(({ path, text }) => ({ path, text: path === sketch.main ? change(text) : text })),
});

const functionsOf = ({ functions }: IrModule): IrFunction[] =>
  [...functions.values()].filter(({ blocks }) => blocks.length > 0);

describe('code kept between programs', () => {
  it('gives a program after another what it gets first, places included', () => {
    const used = new FirmwareBuilder(templates);
    const versions = [
      sketch,
      edited((text) => `// a line more\n\n${text}`),
      edited((text) => text.replace('void setup() {', 'void setup() { GPIOR0 = 3;')),
      sketch,
    ];
    for (const version of versions)
      expect(built(used, version)).toEqual(built(new FirmwareBuilder(templates), version));
  });

  it('generates a function again only when it or what it calls has changed', () => {
    const target = avrTargetOf(CHIPS.atmega328p);
    const text = (number: number): string => `
func @callee() -> void {
bb0:
  ret
}
func @main() -> i16 root {
bb0:
  call void @callee()
  ret i16 ${number}
}`;
    const kept = new KeptCode();
    let times = 0;
    const generate = (number: number, clobbers: number): void => {
      const fn = functionsOf(parseModule(text(number))).find(({ name }) => name === 'main');
      if (fn === undefined) throw new Error('no main');
      kept.generate(
        fn,
        target,
        () => clobbers,
        () => {
          times++;
          return { items: [], clobbers: 0, hasFrame: false };
        },
      );
    };
    for (const [number, clobbers, wanted] of [
      [1, 0, 1],
      [1, 0, 1],
      [2, 0, 2],
      [1, 0, 2],
      [1, 4, 3],
      [1, 0, 3],
    ] as const) {
      // prettier-ignore
      generate(number, clobbers);
      expect(times).toBe(wanted);
    }
  });

  it('tells functions apart as their text does', () => {
    let [same, different] = [0, 0];
    for (let seed = 0; seed < 20; seed++) {
      const text = printModule(randomModule(seed));
      for (const fn of functionsOf(parseModule(text)))
        for (const twin of functionsOf(parseModule(text))) {
          expect(sameCode(fn, twin) !== undefined).toBe(fn.name === twin.name);
          if (fn.name !== twin.name) continue;
          same++;
          for (const changed of changes(text)) {
            const other = functionsOf(changed).find(({ name }) => name === fn.name);
            if (other === undefined) continue;
            const isSame = only(fn) === only(other);
            if (!isSame) different++;
            expect(sameCode(fn, other) !== undefined, only(other)).toBe(isSame);
          }
        }
    }
    expect(same).toBeGreaterThan(20);
    expect(different).toBeGreaterThan(150);
  });
});

const only = (fn: IrFunction): string =>
  printModule({ functions: new Map([[fn.name, fn]]), globals: new Map(), constructors: [] });

/** The module with one word changed, wherever that can still be read. */
function* changes(text: string): Generator<IrModule> {
  const swaps = [
    [/\badd\b/, 'sub'],
    [/\bult\b/, 'ule'],
    [/\beq\b/, 'ne'],
    [/\bi16 (\d+)/, 'i16 1$1'],
    [/\bi8 (\d+)\b/, 'i8 77'],
    [/volatile /, ''],
    [/\bsext\b/, 'zext'],
    [/@\w+\+1\b/, '@other+1'],
    [/condbr (%\d+), (bb\d+), (bb\d+)/, 'condbr $1, $3, $2'],
    [/select (\w+) (.*), (.*), (.*)/, 'select $1 $2, $4, $3'],
    [/ptradd (.*), (\d+)/, 'ptradd $1, 1$2'],
  ] as const;
  for (const [from, to] of swaps) {
    const changed = text.replace(from, to);
    if (changed === text) continue;
    try {
      yield parseModule(changed);
    } catch {
      // It says nothing any more.
    }
  }
}
