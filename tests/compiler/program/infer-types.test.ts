/** Kinds and ranges worked out from what a program puts where. */
import { describe, expect, it } from 'vitest';
import type { Statement } from '../../../compiler/program/model.ts';
import { cppType } from '../../../compiler/cpp-gen/cpp-types.ts';
import {
  always,
  atStart,
  call,
  change,
  count,
  forEach,
  giveBack,
  list,
  op,
  ownBlock,
  parameter,
  reading,
  remember,
  repeat,
  run,
  script,
  set,
  stored,
  v,
  wait,
  type Parts,
} from '../../interpreter/blocks.ts';
import { BRICKS, typed } from '../compile-blocks.ts';
import { HUNG_MS } from '../../support/hung.ts';

const types = (...body: Statement[]) => typed({ scripts: [atStart(...body)], bricks: BRICKS }).types;
const cppOf = (name: string, ...body: Statement[]): string => cppType(types(...body).variables.get(name));

describe('a variable', () => {
  it('that only holds truths is one', () => expect(cppOf('a', set('a', true))).toBe('bool'));
  it('fits into a byte as long as it can', () => expect(cppOf('a', set('a', 255))).toBe('byte'));
  it('needs an int from 256 on', () => expect(cppOf('a', set('a', 256))).toBe('int'));
  it('needs an int below 0', () => expect(cppOf('a', set('a', -1))).toBe('int'));
  it('needs a long from 32768 on', () => expect(cppOf('a', set('a', 32_768))).toBe('long'));
  it('holds 0 before anything is put in', () => {
    expect(types(set('a', 7)).variables.get('a')).toEqual({ kind: 'whole', min: 0, max: 7 });
  });
  it('keeps a counter that has no end in a long', () => {
    expect(cppOf('a', repeat(1000, change('a', 1)))).toBe('long');
  });
  it('becomes a decimal with the first decimal', () => {
    expect(cppOf('a', set('a', 1), set('a', op('divide', v('a'), 2)))).toBe('float');
  });
  it('changed by a number is no truth any more', () => {
    expect(cppOf('a', set('a', true), change('a', 1))).not.toBe('bool');
  });
  it('takes the range of a reading', () => {
    expect(cppOf('a', set('a', reading('light', 'percent')))).toBe('byte');
    expect(cppOf('a', set('a', reading('light', 'value')))).toBe('int');
  });
  it('read from memory may be any whole number', () => {
    expect(cppOf('a', remember('s', 1), set('a', stored('s')))).toBe('long');
    expect(cppOf('a', remember('s', true), set('a', stored('s')))).toBe('bool');
  });
  it('takes its text from another, however far away', () => {
    const chain = Array.from({ length: 30 }, (_, i) => set(`v${i}`, v(`v${i + 1}`)));
    const { variables } = types(...chain, set('v30', 'hello'));
    expect(variables.get('v0')).toEqual({ kind: 'text' });
  });
  it('of unknown text is found before what is never set counts as 0', () => {
    const body = [
      set('copy', v('label')),
      set('label', op('join', v('unset'), 'x')),
      set('unset', v('unset')),
    ];
    expect(types(...body).variables.get('copy')).toEqual({ kind: 'text' });
  });
});

describe('the variable of a for', () => {
  it('holds the first value beyond the bound', () => {
    expect(cppOf('i', count('i', 1, 254, 1))).toBe('byte');
    expect(cppOf('i', count('i', 1, 255, 1))).toBe('int');
    expect(cppOf('i', count('i', 10, 0, 1))).toBe('int');
  });
  it('may pass the lower bound when counting down from within it', () => {
    const sometimes = op('random', 0, 10);
    const range = types(count('i', sometimes, 5, 100)).variables.get('i');
    expect(range).toMatchObject({ min: -95, max: 105 });
  });
  it('that its body changes may take any value', () => {
    expect(cppOf('i', count('i', 1, 10, 1, change('i', 5)))).toBe('long');
  });
  it('of an own block that two scripts may be in may be counted twice', () => {
    const counting = ownBlock('b', [], false, count('i', 1, 254, 1, wait(1)));
    const one: Parts = { scripts: [atStart(run('b'))], ownBlocks: [counting] };
    const two: Parts = { ...one, scripts: [atStart(run('b')), always(run('b'))] };
    expect(cppType(typed(one).types.variables.get('i'))).toBe('byte');
    expect(cppType(typed(two).types.variables.get('i'))).toBe('long');
  });
  it('counts whole up to a decimal bound', () => {
    expect(cppOf('i', count('i', 1, 5.5, 1))).toBe('byte');
  });
  it('is a decimal with a decimal start or step', () => {
    expect(cppOf('i', count('i', 0.5, 5, 1))).toBe('float');
    expect(cppOf('i', count('i', 0, 5, 0.5))).toBe('float');
  });
});

describe('own blocks and lists', () => {
  it('join what all calls put into a parameter', () => {
    const { parameters } = typed({
      scripts: [atStart(run('b', 5), run('b', -700))],
      ownBlocks: [ownBlock('b', ['p'], false, set('a', parameter('p')))],
    }).types;
    expect(parameters.get('p')).toEqual({ kind: 'whole', min: -700, max: 5 });
  });
  it('give back what any return gives, or 0', () => {
    const { results } = typed({
      scripts: [atStart(set('a', call('b')))],
      ownBlocks: [ownBlock('b', [], true, giveBack(7))],
    }).types;
    expect(results.get('b')).toEqual({ kind: 'whole', min: 0, max: 7 });
  });
  it('give their items to the variable that visits them', () => {
    const { variables } = typed({
      lists: { l: 3 },
      scripts: [atStart(forEach('x', 'l'), list('addItem', 'l', 'word'))],
    }).types;
    expect(variables.get('x')).toEqual({ kind: 'text' });
  });
  it('give whole numbers when nothing is ever put into them, as any place does', () => {
    const { variables } = typed({
      lists: { l: 3 },
      scripts: [atStart(forEach('x', 'l', set('x', false)))],
    }).types;
    expect(variables.get('x')).toMatchObject({ kind: 'whole' });
  });
  it('look at what start blocks compare', () => {
    const trigger = { kind: 'becomesTrue', condition: call('b', 300) } as const;
    const { parameters } = typed({
      scripts: [script(trigger)],
      ownBlocks: [ownBlock('b', ['p'], true, giveBack(op('greater', parameter('p'), 1)))],
    }).types;
    expect(parameters.get('p')).toEqual({ kind: 'whole', min: 0, max: 300 });
  });
});

describe('working out kinds', () => {
  it('ends with chains of 200 variables that feed themselves', () => {
    const size = 200;
    const step = (i: number): Statement => set(`v${i}`, op('add', v(`v${(i + 1) % size}`), 1));
    const started = performance.now();
    expect(cppOf('v0', ...Array.from({ length: size }, (_, i) => step(i)))).toBe('long');
    expect(performance.now() - started).toBeLessThan(HUNG_MS);
  });
});
