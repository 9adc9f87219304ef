/** Programs with one thing wrong, and where: every diagnostic of the checker has at least one. */
import type { DiagnosticCode } from '../../../compiler/diagnostics/catalogue.ts';
import type { Expression, Statement } from '../../../compiler/program/model.ts';
import * as b from '../../interpreter/blocks.ts';
import { BRICKS } from '../compile-blocks.ts';

type Node = Expression | Statement;
export const kind =
  (wanted: Node['kind']) =>
  (node: Node): boolean =>
    node.kind === wanted;
const isText = kind('text');

export interface Misfit {
  readonly title: string;
  readonly code: DiagnosticCode;
  readonly parts: b.Parts;
  /** The block it is about; a script's by its index, an own block's by its name, or none. */
  readonly on?: ((node: Node) => boolean) | number | string;
}

export const start = (...body: Statement[]): b.Parts => ({ bricks: BRICKS, scripts: [b.atStart(...body)] });
const gone = { blockId: '', kind: 'callStatement', ownBlock: 'gone', args: [] } as const;
const text: b.Parts['scripts'] = [];

export const MISFITS: readonly Misfit[] = [
  { title: 'a program without scripts', code: 'no-script', parts: { scripts: text } },
  { title: 'break outside a loop', code: 'break-outside-loop', parts: start(b.breakLoop), on: kind('break') },
  {
    title: 'continue in an if outside a loop',
    code: 'break-outside-loop',
    parts: start(b.when(true, [b.continueLoop])),
    on: kind('continue'),
  },
  {
    title: 'return in a script',
    code: 'return-outside-own-block',
    parts: start(b.giveBack(1)),
    on: kind('return'),
  },
  {
    title: 'a block below an endless loop',
    code: 'unreachable',
    parts: start(b.forever(b.wait(1)), b.resetTimer),
    on: kind('resetTimer'),
  },
  {
    title: 'a block below stop',
    code: 'unreachable',
    parts: start(b.stopAll, b.resetTimer),
    on: kind('resetTimer'),
  },
  {
    title: 'a brick that is not plugged in',
    code: 'brick-missing',
    parts: start(b.act('ghost', 'on')),
    on: kind('action'),
  },
  {
    title: 'the reading of a brick that is not plugged in',
    code: 'brick-missing',
    parts: start(b.line(b.reading('ghost', 'value'))),
    on: kind('reading'),
  },
  {
    title: 'an event of a brick that is not plugged in',
    code: 'brick-missing',
    parts: { scripts: [b.script({ kind: 'brick', brick: 'ghost', event: 'pressed', args: [] })] },
    on: 0,
  },
  {
    title: 'an action another kind of brick has',
    code: 'brick-wrong-kind',
    parts: start(b.act('buzzer', 'toggle')),
    on: kind('action'),
  },
  {
    title: 'an event another kind of brick has',
    code: 'brick-wrong-kind',
    parts: {
      bricks: BRICKS,
      scripts: [b.script({ kind: 'brick', brick: 'led', event: 'pressed', args: [] })],
    },
    on: 0,
  },
  {
    title: 'a brick on a port it cannot use',
    code: 'brick-placement',
    parts: { ...start(b.wait(1)), bricks: [{ id: 's', type: 'servo', port: '4' }] },
  },
  {
    title: 'a parameter of another own block',
    code: 'variable-unknown',
    parts: {
      scripts: [b.atStart(b.run('one'))],
      ownBlocks: [b.ownBlock('one', [], false, b.line(b.parameter('p'))), b.ownBlock('two', ['p'], false)],
    },
    on: kind('parameter'),
  },
  {
    title: 'a list that is gone',
    code: 'list-unknown',
    parts: start(b.list('clearList', 'gone')),
    on: kind('listAction'),
  },
  {
    title: 'the length of a list that is gone',
    code: 'list-unknown',
    parts: start(b.line(b.inList('listLength', 'gone'))),
    on: kind('listReading'),
  },
  {
    title: 'a message nobody listens to',
    code: 'message-unheard',
    parts: start(b.broadcast('hello')),
    on: kind('broadcast'),
  },
  {
    title: 'two scripts that wait for each other',
    code: 'messages-wait-in-circle',
    parts: {
      scripts: [b.onMessage('a', b.broadcastAndWait('b')), b.onMessage('b', b.broadcastAndWait('a'))],
    },
    on: 0,
  },
  {
    title: 'an own block without definition',
    code: 'own-block-unknown',
    parts: start(gone),
    on: kind('callStatement'),
  },
  {
    title: 'a result asked of an own block that gives none',
    code: 'own-block-unknown',
    parts: { scripts: [b.atStart(b.line(b.call('b')))], ownBlocks: [b.ownBlock('b', [], false)] },
    on: kind('call'),
  },
  {
    title: 'an own block that calls itself through another',
    code: 'own-block-recursion',
    parts: {
      scripts: [b.atStart(b.run('a'))],
      ownBlocks: [b.ownBlock('a', [], false, b.run('b')), b.ownBlock('b', [], false, b.run('a'))],
    },
    on: 'a',
  },
  { title: 'a text to wait for', code: 'text-for-number', parts: start(b.wait('soon')), on: isText },
  {
    title: 'a text in a sum',
    code: 'text-for-number',
    parts: start(b.line(b.op('add', 1, 'x'))),
    on: isText,
  },
  {
    title: 'a text handed to a brick that wants a number',
    code: 'text-for-number',
    parts: start(b.act('buzzer', 'start', 'high')),
    on: isText,
  },
  { title: 'a text as a condition', code: 'text-for-truth', parts: start(b.when('yes', [])), on: isText },
  {
    title: 'a text compared with a number',
    code: 'compare-text-with-number',
    parts: start(b.line(b.op('less', 'a', 2))),
    on: kind('operation'),
  },
  {
    title: 'a choice between a text and a number',
    code: 'choose-mixed',
    parts: start(b.line(b.op('choose', true, 'a', 2))),
    on: kind('operation'),
  },
  {
    title: 'an own block given a number and a text',
    code: 'parameter-mixed',
    parts: {
      scripts: [b.atStart(b.run('b', 1), b.run('b', 'x'))],
      ownBlocks: [b.ownBlock('b', ['p'], false)],
    },
    on: isText,
  },
  {
    title: 'an own block that gives back a number and a text',
    code: 'result-mixed',
    parts: {
      scripts: [b.atStart(b.line(b.call('b')))],
      ownBlocks: [b.ownBlock('b', [], true, b.when(true, [b.giveBack(1)]), b.giveBack('x'))],
    },
    on: (node) => node.kind === 'return' && node.value?.kind === 'text',
  },
  {
    title: 'a start block that waits',
    code: 'event-waits',
    parts: {
      scripts: [b.script({ kind: 'becomesTrue', condition: b.call('b') })],
      ownBlocks: [b.ownBlock('b', [], true, b.wait(1), b.giveBack(true))],
    },
    on: kind('call'),
  },
  {
    title: 'a variable given a number and then a text',
    code: 'variable-mixed',
    parts: start(b.set('a', 1), b.set('a', 'x')),
    on: (node) => node.kind === 'setVariable' && node.value.kind === 'text',
  },
  {
    title: 'a text variable counted',
    code: 'variable-mixed',
    parts: start(b.set('a', 'x'), b.change('a', 1)),
    on: kind('changeVariable'),
  },
  {
    title: 'a list given a number and then a text',
    code: 'list-mixed',
    parts: { lists: { l: 3 }, ...start(b.list('addItem', 'l', 1), b.list('addItem', 'l', 'x')) },
    on: isText,
  },
  {
    title: 'the sum of texts',
    code: 'list-of-texts-has-no-sum',
    parts: { lists: { l: 3 }, ...start(b.list('addItem', 'l', 'x'), b.line(b.inList('sum', 'l'))) },
    on: kind('listReading'),
  },
  {
    title: 'a text to be remembered',
    code: 'remember-text',
    parts: start(b.remember('s', 'x')),
    on: kind('remember'),
  },
  {
    title: 'more than 32 remembered names',
    code: 'remember-too-many',
    parts: start(...Array.from({ length: 33 }, (_, i) => b.remember(`s${i}`, 1))),
    on: (node) => node.kind === 'remember' && node.slot === 's32',
  },
  {
    title: 'two remembered names that the chip cannot tell apart',
    code: 'remember-names-alike',
    parts: start(b.remember('score 405', 1), b.remember('score 800', 2)),
    on: (node) => node.kind === 'remember' && node.slot === 'score 800',
  },
];
