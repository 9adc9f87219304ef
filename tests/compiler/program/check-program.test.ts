/** Every diagnostic of the checker, on the block that it is about, in both languages. */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { checkProgram } from '../../../compiler/program/check-program.ts';
import type { Program } from '../../../compiler/program/model.ts';
import * as b from '../../interpreter/blocks.ts';
import { blockOf, KIT, OTHER } from '../compile-blocks.ts';
import { MISFITS, kind, start, type Misfit } from './misfits.ts';

/** The id of the block a case is about. */
function placeOf(program: Program, on: Misfit['on']): string | undefined {
  if (typeof on === 'function') return blockOf(program, on);
  if (typeof on === 'number') return program.scripts[on]?.blockId;
  return program.ownBlocks.find(({ name }) => name === on)?.blockId;
}

const SHAME = /erreur|error|invalid|faux pas/i;

function expectKindWords({ message }: Diagnostic): void {
  for (const sentence of [message.fr, message.en]) {
    expect(sentence).not.toMatch(/\{\w+\}/);
    expect(sentence).not.toMatch(SHAME);
    expect(sentence).toMatch(/[.!?]$/);
  }
  expect(message.fr).not.toBe(message.en);
}

describe('the checker', () => {
  it.each(MISFITS)('tells about $title: $code', ({ code, parts, on }) => {
    const program = b.program(parts);
    const { diagnostics } = checkProgram(program, KIT);
    const found = diagnostics.filter((diagnostic) => diagnostic.code === code);
    expect(found.length, JSON.stringify(diagnostics)).toBeGreaterThan(0);
    diagnostics.forEach(expectKindWords);
    expect(found[0]?.blockId).toBe(placeOf(program, on));
  });

  it('tells on the block of a variable or message that is gone', () => {
    const program = b.program({
      scripts: [b.atStart(b.set('a', 1), b.line(b.v('z')), b.broadcast('m')), OTHER],
    });
    const { diagnostics } = checkProgram({ ...program, variables: [], messages: [] }, KIT);
    const told = diagnostics.map(({ code, blockId }) => [code, blockId]);
    expect(told).toContainEqual(['variable-unknown', blockOf(program, kind('setVariable'))]);
    expect(told).toContainEqual(['variable-unknown', blockOf(program, kind('variable'))]);
    expect(told).toContainEqual(['message-unknown', blockOf(program, kind('broadcast'))]);
  });

  it('tells about a start block whose message is gone', () => {
    const program = b.program({ scripts: [b.onMessage('m', b.wait(1))] });
    const { diagnostics } = checkProgram({ ...program, messages: [] }, KIT);
    expect(diagnostics).toMatchObject([{ code: 'message-unknown', blockId: program.scripts[0]?.blockId }]);
  });

  it('refuses a text in the hole of an event', () => {
    const keyTrigger = { kind: 'brick', brick: 'r', event: 'key', args: [b.x('OK')] } as const;
    const parts = { bricks: [{ id: 'r', type: 'infrared', port: '9' }], scripts: [b.script(keyTrigger)] };
    const { diagnostics } = checkProgram(b.program(parts), KIT);
    expect(diagnostics.map(({ code }) => code)).toEqual(['text-for-number']);
  });

  it('says a thing once on each block', () => {
    const { diagnostics } = checkProgram(b.program(start(b.line(b.op('add', b.op('add', 'x', 1), 2)))), KIT);
    expect(diagnostics.map(({ code }) => code)).toEqual(['text-for-number']);
  });

  it('lets warnings pass', () => {
    const { diagnostics, typed } = checkProgram(b.program({ scripts: [] }), KIT);
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
    expect(typed).toBeDefined();
  });

  it('is not stopped by a circle of own blocks', () => {
    const circle = b.ownBlock('a', ['p'], true, b.giveBack(b.op('add', b.call('a', b.parameter('p')), 1)));
    const { diagnostics, typed } = checkProgram(
      b.program({ scripts: [b.atStart(b.line(b.call('a', 1)))], ownBlocks: [circle] }),
      KIT,
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['own-block-recursion']);
    expect(typed).toBeUndefined();
  });
});
