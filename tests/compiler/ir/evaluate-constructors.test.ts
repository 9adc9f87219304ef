/** Constructors of globals that run at compile time. */
import { describe, expect, it } from 'vitest';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';
import { evaluateConstructors } from '../../../compiler/ir/passes/evaluate-constructors.ts';
import { printModule } from '../../../compiler/ir/print-ir.ts';
import { verifyModule } from '../../../compiler/ir/verify-ir.ts';

const evaluated = (text: string): string => {
  const module = parseModule(text);
  evaluateConstructors(module, () => undefined);
  expect(verifyModule(module)).toEqual([]);
  return printModule(module);
};

describe('a constructor', () => {
  it('that only stores constants is not there any more', () => {
    const text = evaluated(`constructors @make

global @count data 1 type "unsigned char"

func @make() -> void root {
bb0 entry:
  store i8 7, @count
  ret
}
`);
    expect(text).toContain('global @count data 1 = x"07"');
    expect(text).not.toContain('constructors @make');
  });

  it('may use in any block what it has read in the first', () => {
    const text = evaluated(`constructors @make

global @count data 1 type "unsigned char"
global @place data 1 type "unsigned char"

func @make() -> void root {
bb0 entry:
  %0 = load i8 data @count
  %1 = ult i8 %0, 12
  condbr %1, bb1, bb2
bb1 then:
  %2 = add i8 %0, 1
  store i8 %2, @count
  store volatile i8 %0, @place
  br bb2
bb2 end:
  ret
}
`);
    expect(text).toContain('add i8 0, 1');
  });
});
