/**
 * Constants, sizes, offsets, overloads and images of initialised objects are those of avr-gcc.
 *
 * For an expression our checker gives a value; avr-gcc then compiles a static_assert that it is so.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TypedVariable } from '../../../../compiler/cpp/typed-ast.ts';
import { constantImage } from '../../../../compiler/cpp/lower/constant-image.ts';
import { requireTool } from '../../../support/reference-tools.ts';
import { checkText } from './check-text.ts';
import { EXPRESSIONS, OBJECTS } from './agreement-cases.ts';

const hasGcc = requireTool('avr-g++');

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compile(folder: string, text: string): void {
  const file = join(folder, 'a.cpp');
  writeFileSync(file, text);
  execFileSync(
    'avr-g++',
    ['-mmcu=atmega328p', '-std=gnu++11', '-fpermissive', '-w', '-O0', '-c', file, '-o', join(folder, 'a.o')],
    { stdio: 'pipe' },
  );
}

function valueOf(variable: TypedVariable | undefined): bigint {
  const init = variable?.init;
  if (init?.kind === 'zero') return 0n;
  if (init?.kind !== 'value' || init.expr.kind !== 'integer')
    throw new Error(`${variable?.symbol} is not constant`);
  return init.expr.value;
}

const image = (variable: TypedVariable | undefined): string => {
  if (variable === undefined) return 'missing';
  const init = variable.init ?? { kind: 'zero' as const };
  const made = constantImage(init, variable.type);
  return made === undefined ? 'not constant' : Buffer.from(made.bytes).toString('hex');
};

describe('the checker and avr-gcc agree', () => {
  it.each(EXPRESSIONS)('$title', ({ declarations, expressions }) => {
    const constants = expressions.map(
      (expression, index) => `long long value${index} = (long long)(${expression});`,
    );
    const { lines, program } = checkText(`${declarations}\n${constants.join('\n')}\n`);
    expect(lines).toEqual([]);
    const globals = new Map(program.globals.map((variable) => [variable.symbol, variable]));
    const asserts = expressions.map((expression, index) => {
      const value = valueOf(globals.get(`value${index}`));
      const literal = value === -(2n ** 63n) ? '(-9223372036854775807LL - 1)' : `${value}LL`;
      return `static_assert((long long)(${expression}) == ${literal}, "${index}: not ${value}");`;
    });
    if (hasGcc) inFolder((folder) => compile(folder, `${declarations}\n${asserts.join('\n')}\n`));
  });

  it('on the bytes of initialised objects', () => {
    const text = OBJECTS.map(({ code }) => code).join('\n');
    const { lines, program } = checkText(text);
    expect(lines).toEqual([]);
    const globals = new Map(
      program.globals.map((variable) => [variable.symbol.replace(/@\d+$/, ''), variable]),
    );
    const ours = OBJECTS.map(({ name }) => `${name} ${image(globals.get(name))}`);
    if (!hasGcc) return;
    const theirs = inFolder((folder) => {
      // A section of its own for every object, read back from the object file.
      const placed = OBJECTS.map(({ code, name }) => code.replace(`@${name}@`, '')).join('\n');
      compile(folder, `${placed}\n`);
      return OBJECTS.map(({ name, section }) => {
        const out = join(folder, `${name}.bin`);
        execFileSync('avr-objcopy', [
          '-O',
          'binary',
          '-j',
          section,
          '--set-section-flags',
          `${section}=alloc,load,contents`,
          join(folder, 'a.o'),
          out,
        ]);
        return `${name} ${readFileSync(out).toString('hex')}`;
      });
    });
    expect(ours).toEqual(theirs);
  });
});
