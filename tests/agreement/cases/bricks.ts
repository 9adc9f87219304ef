/** Bricks and the serial cable. Expectations by hand from docs/language.md and the bricks' data. */
import {
  act,
  always,
  atStart,
  choice,
  line,
  op,
  reading,
  script,
  set,
  v,
  wait,
} from '../../interpreter/blocks.ts';
import { does, doesFor, type SemanticsCase } from './semantics-case.ts';

const LED = { id: 'led', type: 'led', port: '1' };
const BUTTON = { id: 'button', type: 'button', port: '9' };
const BUZZER = { id: 'buzzer', type: 'buzzer', port: '2' };
/** Port 9 of the Génie base. */
const BUTTON_PIN = 2;
const PRESSES = [
  [20, true],
  [60, false],
  [100, true],
  [140, false],
] as const;
const pressedAt = (ms: number): boolean => PRESSES.findLast(([from]) => from <= ms)?.[1] ?? false;

const pressing = (row: SemanticsCase): SemanticsCase => ({
  ...row,
  world: { reading: (_brick, _reading, _args, ms) => pressedAt(ms) },
  stimulate: (machine) => {
    machine.setDigital(BUTTON_PIN, false);
    for (const [ms, level] of PRESSES) machine.at(ms, () => machine.setDigital(BUTTON_PIN, level));
  },
});

const hearing = (row: SemanticsCase, ...lines: (readonly [ms: number, text: string])[]): SemanticsCase => ({
  ...row,
  world: { lines: lines.map(([ms, text]) => ({ ms, text })) },
  stimulate: (machine) => {
    for (const [ms, text] of lines) machine.at(ms, () => machine.sendSerial(`${text}\n`));
  },
});

export const BRICKS: readonly SemanticsCase[] = [
  does(
    'actions keep their time',
    {
      bricks: [BUZZER],
      scripts: [
        atStart(
          set('from', op('milliseconds')),
          act('buzzer', 'note', choice('C4'), 0.05),
          line(op('between', op('subtract', op('milliseconds'), v('from')), 49, 53)),
        ),
      ],
    },
    'true',
  ),
  pressing(
    doesFor(
      200,
      'when a brick event: each time its reading turns true',
      {
        bricks: [BUTTON, LED],
        scripts: [script({ kind: 'brick', brick: 'button', event: 'pressed', args: [] }, line('pressed'))],
      },
      'pressed',
      'pressed',
    ),
  ),
  pressing(
    doesFor(
      200,
      'a press while its own script is busy is not counted',
      {
        bricks: [BUTTON],
        scripts: [
          script({ kind: 'brick', brick: 'button', event: 'released', args: [] }, line('released'), wait(90)),
        ],
      },
      'released',
    ),
  ),
  pressing(
    doesFor(
      50,
      'a reading is looked at when it is asked',
      {
        bricks: [BUTTON],
        scripts: [
          atStart(
            line(reading('button', 'pressed')),
            wait(40),
            line(op('add', reading('button', 'pressed'), 1)),
          ),
        ],
      },
      'false',
      '2',
    ),
  ),
  hearing(
    doesFor(
      200,
      'when a line arrives',
      { scripts: [script({ kind: 'line' }, line(op('join', '<', op('readLine'), '>')))] },
      '<hello>',
      '<>',
      '<12>',
    ),
    [20, 'hello'],
    [60, ''],
    [100, '12'],
  ),
  hearing(
    doesFor(
      300,
      'lines that come in a burst each start the script',
      { scripts: [script({ kind: 'line' }, line(op('readLine')), wait(30))] },
      'one',
      'two',
      'three',
    ),
    [20, 'one'],
    [21, 'two'],
    [22, 'three'],
  ),
  hearing(
    doesFor(
      200,
      'a line that nobody takes starts the script once',
      { scripts: [script({ kind: 'line' }, line('!'))] },
      '!',
    ),
    [20, 'one'],
    [60, 'two'],
  ),
  hearing(
    doesFor(
      200,
      'the line is cut at 40 bytes',
      { scripts: [script({ kind: 'line' }, line(op('readLine')))] },
      'x'.repeat(40),
    ),
    [20, 'x'.repeat(60)],
  ),
  hearing(
    doesFor(
      200,
      'takes a line as a number, once',
      {
        scripts: [
          always(wait(50), line(op('hasLine')), line(op('readNumber')), line(op('readLine')), wait(1000)),
        ],
      },
      'true',
      '-2.5',
      '',
    ),
    [20, ' -2,5'],
  ),
];
