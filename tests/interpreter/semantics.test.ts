/** The interpreter against expectations worked out by hand from docs/language.md. */
import { describe, expect, it } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { SEMANTICS } from '../agreement/cases/index.ts';
import { Kinds } from './infer-kinds.ts';
import { ReferenceKinds } from './reference-kinds.ts';
import { runProgram } from './run-program.ts';

describe('the interpreter', () => {
  it.each(SEMANTICS)('$title', ({ program, prints, forMs, world }) => {
    const { problems } = new Kinds(program, new ReferenceKinds(program, BRICK_TYPES));
    expect([...problems]).toEqual([]);
    const trace = runProgram(program, BRICK_TYPES, world ?? {}, { untilMs: forMs ?? 10_000 });
    expect(trace.serial).toBe(prints);
    expect(trace.ended).not.toBe('fuel');
  });
});
