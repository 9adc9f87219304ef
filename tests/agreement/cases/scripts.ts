/** Several scripts: triggers, turns, messages, stopping. Expectations by hand from docs/language.md. */
import {
  always,
  atStart,
  breakLoop,
  broadcast,
  broadcastAndWait,
  change,
  continueLoop,
  count,
  line,
  onMessage,
  op,
  ownBlock,
  parameter,
  print,
  repeat,
  run,
  script,
  set,
  stopAll,
  stopScript,
  v,
  wait,
  waitUntil,
  when,
  list,
  inList,
} from '../../interpreter/blocks.ts';
import { does, doesFor, type SemanticsCase } from './semantics-case.ts';

const bigger = op('greater', v('n'), 3);

export const SCRIPTS: readonly SemanticsCase[] = [
  does(
    'start scripts take turns in order',
    { scripts: [atStart(line('a'), wait(5), line('c')), atStart(line('b'))] },
    'a',
    'b',
    'c',
  ),
  does(
    'wait 0 gives the turn away',
    { scripts: [atStart(line('a'), wait(0), line('c')), atStart(line('b'))] },
    'a',
    'b',
    'c',
  ),
  does(
    'a short loop keeps the turn',
    { scripts: [atStart(repeat(3, print('a'))), atStart(line('b'))] },
    'aaab',
  ),
  does(
    'a long loop gives the turn away each round',
    {
      scripts: [
        atStart(set('n', 3), repeat(v('n'), print('a')), line('')),
        atStart(print('b'), wait(0), print('c')),
      ],
    },
    'abaca',
  ),
  does(
    'a short for keeps the turn',
    { scripts: [atStart(count('i', 1, 3, 1, print('a'))), atStart(line('b'))] },
    'aaab',
  ),
  does(
    'a while gives the turn away',
    { scripts: [atStart(repeat(1, line('a'), wait(0)), line('c')), atStart(line('b'))] },
    'a',
    'b',
    'c',
  ),
  doesFor(
    42,
    'forever runs again and again',
    { scripts: [always(change('n', 1), line(v('n')), wait(20))] },
    '1',
    '2',
    '3',
  ),
  does(
    'break ends a forever script for good',
    { scripts: [always(change('n', 1), line(v('n')), when(op('equal', v('n'), 2), [breakLoop]))] },
    '1',
    '2',
  ),
  does(
    'continue starts the next round of a forever script',
    {
      scripts: [always(change('n', 1), when(op('less', v('n'), 3), [continueLoop]), line(v('n')), breakLoop)],
    },
    '3',
  ),
  doesFor(
    110,
    'every runs at power-on and then at its beat',
    {
      scripts: [
        script(
          { kind: 'every', seconds: { blockId: '', kind: 'number', value: 0.05 } },
          change('n', 1),
          line(v('n')),
        ),
      ],
    },
    '1',
    '2',
    '3',
  ),
  doesFor(
    130,
    'a beat during the run is skipped',
    {
      scripts: [
        script(
          { kind: 'every', seconds: { blockId: '', kind: 'number', value: 0.05 } },
          change('n', 1),
          line(v('n')),
          wait(70),
        ),
      ],
    },
    '1',
    '2',
  ),
  doesFor(
    100,
    'becomes true: only when it turns',
    {
      scripts: [
        atStart(repeat(6, change('n', 1), wait(10))),
        script({ kind: 'becomesTrue', condition: bigger }, line('turned')),
      ],
    },
    'turned',
  ),
  doesFor(40, 'becomes true: the first look only remembers', {
    scripts: [
      atStart(set('n', 9), wait(10), set('n', 8)),
      script({ kind: 'becomesTrue', condition: bigger }, line('turned')),
    ],
  }),
  doesFor(
    150,
    'goes above: once for each crossing',
    {
      scripts: [
        atStart(count('i', 0, 8, 1, set('n', op('multiply', op('remainder', v('i'), 4), 2)), wait(10))),
        script(
          {
            kind: 'crosses',
            direction: 'above',
            value: v('n'),
            threshold: { blockId: '', kind: 'number', value: 3 },
          },
          line(v('n')),
        ),
      ],
    },
    '4',
    '4',
  ),
  doesFor(
    150,
    'goes below',
    {
      scripts: [
        atStart(set('n', 5), wait(10), set('n', 3), wait(10), set('n', 2), wait(10), set('n', 1)),
        script(
          {
            kind: 'crosses',
            direction: 'below',
            value: v('n'),
            threshold: { blockId: '', kind: 'number', value: 3 },
          },
          line(v('n')),
        ),
      ],
    },
    '2',
  ),
  doesFor(
    150,
    'changes by at least N, counted from the last start',
    {
      scripts: [
        atStart(wait(10), count('i', 1, 8, 1, set('n', v('i')), wait(10))),
        script(
          { kind: 'changes', value: v('n'), by: { blockId: '', kind: 'number', value: 3 } },
          line(v('n')),
        ),
      ],
    },
    '3',
    '6',
  ),
  doesFor(
    60,
    'large wholes change by 1',
    {
      scripts: [
        atStart(set('n', 1_000_000_000), wait(10), set('n', 1_000_000_001)),
        script(
          { kind: 'changes', value: v('n'), by: { blockId: '', kind: 'number', value: 1 } },
          line(v('n')),
        ),
      ],
    },
    '1000000001',
  ),
  doesFor(
    100,
    'changes by 0 means any change',
    {
      scripts: [
        atStart(wait(10), set('n', 1), wait(10), set('n', 1), wait(10), set('n', 0)),
        script(
          { kind: 'changes', value: v('n'), by: { blockId: '', kind: 'number', value: 0 } },
          line(v('n')),
        ),
      ],
    },
    '1',
    '0',
  ),
  does(
    'a message runs its receiver once each time',
    { scripts: [atStart(broadcast('m'), broadcast('m'), line('sent')), onMessage('m', line('got'))] },
    'sent',
    'got',
    'got',
  ),
  does(
    'a message reaches all its receivers',
    {
      scripts: [
        atStart(broadcast('m')),
        onMessage('m', line('one')),
        onMessage('m', line('two')),
        onMessage('other', line('never')),
      ],
    },
    'one',
    'two',
  ),
  does(
    'broadcast goes on at once',
    { scripts: [onMessage('m', line('got')), atStart(broadcast('m'), line('sent'))] },
    'sent',
    'got',
  ),
  does(
    'broadcast and wait goes on when the runs are over',
    {
      scripts: [
        atStart(broadcastAndWait('m'), line('after')),
        onMessage('m', line('a'), wait(20), line('b')),
        onMessage('m', wait(40), line('c')),
      ],
    },
    'a',
    'b',
    'c',
    'after',
  ),
  does(
    'broadcast and wait is answered by a stopped run',
    { scripts: [atStart(broadcastAndWait('m'), line('after')), onMessage('m', line('a'), stopScript)] },
    'a',
    'after',
  ),
  does(
    'broadcast and wait to nobody goes on',
    { scripts: [atStart(broadcastAndWait('m'), line('after'))] },
    'after',
  ),
  does(
    'a script never waits for itself',
    {
      scripts: [
        atStart(broadcast('m')),
        onMessage('m', change('n', 1), when(op('less', v('n'), 3), [broadcastAndWait('m')]), line(v('n'))),
      ],
    },
    '1',
    '2',
    '3',
  ),
  does(
    'nothing is lost when the receiver is slow',
    {
      scripts: [
        atStart(repeat(300, broadcast('m')), set('done', 1)),
        onMessage(
          'm',
          change('n', 1),
          when(op('equal', v('n'), 300), [line(v('n'))]),
          when(op('isDivisible', v('n'), 60), [wait(1)]),
        ),
      ],
    },
    '300',
  ),
  does(
    'a message to oneself beyond 127 is dropped',
    {
      scripts: [
        onMessage(
          'm',
          when(op('equal', v('n'), 0), [repeat(100, broadcast('m')), repeat(100, broadcast('m'))]),
          change('n', 1),
          set('last', op('milliseconds')),
        ),
        atStart(
          broadcast('m'),
          waitUntil(
            op(
              'and',
              op('greater', v('n'), 100),
              op('greater', op('subtract', op('milliseconds'), v('last')), 50),
            ),
          ),
          line(v('n')),
        ),
      ],
    },
    '127',
  ),
  does(
    'stop this script lets the others go on',
    { scripts: [atStart(line('a'), stopScript), atStart(wait(5), line('b'))] },
    'a',
    'b',
  ),
  does(
    'stop everything ends all scripts',
    { scripts: [atStart(wait(10), line('a'), stopAll, line('never')), always(wait(4), line('tick'))] },
    'tick',
    'tick',
    'a',
  ),
  does(
    'two scripts inside the same own block',
    {
      scripts: [atStart(run('f', 1)), atStart(wait(5), run('f', 2))],
      ownBlocks: [
        ownBlock('f', ['p'], false, line(parameter('p')), wait(10), line(op('multiply', parameter('p'), 10))),
      ],
    },
    '1',
    '2',
    '10',
    '20',
  ),
  does(
    'wait until sees what another script does',
    { scripts: [atStart(waitUntil(v('go')), line('gone')), atStart(wait(10), line('go'), set('go', true))] },
    'go',
    'gone',
  ),
  doesFor(
    300,
    'a wait after a wait until is as long as it says',
    {
      scripts: [
        atStart(
          set('from', op('milliseconds')),
          repeat(10, waitUntil(false, 0.01), wait(10)),
          line(op('between', op('subtract', op('milliseconds'), v('from')), 199, 212)),
        ),
        always(wait(1000)),
      ],
    },
    'true',
  ),
  does(
    'a list is shared by all scripts',
    {
      scripts: [
        atStart(list('addItem', 'L', 1), wait(5), line(inList('listLength', 'L'))),
        atStart(list('addItem', 'L', 2)),
      ],
      lists: { L: 3 },
    },
    '2',
  ),
];
