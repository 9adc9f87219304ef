/** Spans: which block each stretch of a sketch comes from. */
import { describe, expect, it } from 'vitest';
import { FileWriter, mark } from '../../../compiler/cpp-gen/code.ts';
import type { Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { bodiesOfProgram, visitBodyExpressions, visitStatements } from '../../../compiler/program/walk.ts';
import type { Sketch } from '../../../compiler/sketch.ts';
import * as b from '../../interpreter/blocks.ts';
import { BRICKS, mainOf, OTHER, sketchOf, typed } from '../compile-blocks.ts';

const PROGRAMS: Readonly<Record<string, b.Parts>> = {
  plain: {
    bricks: BRICKS,
    scripts: [
      b.atStart(
        b.count('i', 10, 1, 2, b.wait(b.op('multiply', b.v('i'), 300)), b.act('buzzer', 'tone', 440, 0.5)),
        b.when(b.op('and', b.op('less', b.v('i'), 5), b.v('i')), [b.set('x', -3)], [b.change('x', 40_000)]),
        b.repeat(2.5, b.line('emoji 😀'), b.act('screen', 'print', b.op('join', 'a', 1.5), b.choice('1'))),
        b.waitUntil(b.op('greater', b.v('x'), 5), 2),
        b.set('d', b.op('divide', 7, 2)),
      ),
    ],
  },
  'taking turns': {
    bricks: BRICKS,
    lists: { l: 5 },
    ownBlocks: [
      b.ownBlock('w', ['p'], true, b.wait(b.parameter('p')), b.giveBack(b.op('add', b.parameter('p'), 1))),
    ],
    scripts: [
      b.atStart(b.line(b.op('add', b.call('w', 10), b.call('w', 20))), b.list('addItem', 'l', 7)),
      b.script(
        { kind: 'every', seconds: b.x(0.5) },
        b.when(b.call('w', 1), [b.set('x', b.call('w', 2))]),
        b.wait(9),
      ),
      b.script({ kind: 'brick', brick: 'button', event: 'pressed', args: [] }, b.broadcastAndWait('m')),
      b.onMessage('m', b.forEach('x', 'l', b.plot('x', b.v('x')))),
    ],
  },
};

const before = (line: number, column: number, otherLine: number, otherColumn: number): boolean =>
  line < otherLine || (line === otherLine && column <= otherColumn);
const holds = (outer: Span, inner: Span): boolean =>
  before(outer.line, outer.column, inner.line, inner.column) &&
  before(inner.endLine, inner.endColumn, outer.endLine, outer.endColumn);
const apart = (a: Span, c: Span): boolean =>
  before(a.endLine, a.endColumn, c.line, c.column) || before(c.endLine, c.endColumn, a.line, a.column);

function textUnder(sketch: Sketch, { line, column, endLine, endColumn }: Span): string {
  const lines = mainOf(sketch)
    .split('\n')
    .slice(line - 1, endLine);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, endColumn - 1);
  lines[0] = (lines[0] ?? '').slice(column - 1);
  return lines.join('\n');
}

describe.each(Object.entries(PROGRAMS))('the spans of a program %s', (_, parts) => {
  const sketch = sketchOf(parts);
  const { program } = typed(parts);
  const spans = sketch.blocks.map(({ span }) => span);

  it('lie within the file, in order', () => {
    const lines = mainOf(sketch).split('\n');
    spans.forEach((span, index) => {
      expect(span.file).toBe(sketch.main);
      expect(before(span.line, span.column, span.endLine, span.endColumn)).toBe(true);
      expect(span.endColumn).toBeLessThanOrEqual((lines[span.endLine - 1]?.length ?? 0) + 1);
      const next = spans[index + 1] ?? span;
      expect(before(span.line, span.column, next.line, next.column)).toBe(true);
    });
  });
  it('nest or stay apart', () => {
    for (const [index, span] of spans.entries()) {
      for (const later of spans.slice(index + 1)) expect(holds(span, later) || apart(span, later)).toBe(true);
    }
  });
  it('are there for every statement and script', () => {
    const known = new Set(sketch.blocks.map(({ blockId }) => blockId));
    for (const body of bodiesOfProgram(program)) {
      visitStatements(body, ({ blockId, kind }) => expect(known.has(blockId), kind).toBe(true));
    }
    for (const { blockId } of program.scripts) expect(known.has(blockId)).toBe(true);
  });
  it('show the number of a number block', () => {
    const spanOf = new Map(sketch.blocks.map(({ blockId, span }) => [blockId, span]));
    for (const body of bodiesOfProgram(program)) {
      visitBodyExpressions(body, (node) => {
        const span = node.kind === 'number' ? spanOf.get(node.blockId) : undefined;
        if (node.kind !== 'number' || span === undefined) return;
        const shown = Number.parseFloat(textUnder(sketch, span));
        const possible = [
          node.value,
          node.value * 1000,
          Math.sign(node.value) * Math.round(Math.abs(node.value)),
        ];
        expect(possible).toContain(shown);
      });
    }
  });
});

describe('a file writer', () => {
  it('begins a span at the first letter of the line, behind its indentation', () => {
    const writer = new FileWriter('a.ino');
    writer.lines([
      { kind: 'open', blockId: 'outer' },
      { kind: 'open', blockId: 'inner' },
      { kind: 'line', depth: 1, code: ['x = ', mark('n', '5'), ';'] },
      { kind: 'close' },
      { kind: 'line', depth: 1, code: 'y;' },
      { kind: 'close' },
    ]);
    expect(writer.text()).toBe('  x = 5;\n  y;\n');
    const shown = writer
      .blockSpans()
      .map(({ blockId, span: s }) => [blockId, s.line, s.column, s.endLine, s.endColumn]);
    expect(shown).toEqual([
      ['outer', 1, 3, 2, 5],
      ['inner', 1, 3, 1, 9],
      ['n', 1, 7, 1, 8],
    ]);
  });
  it('counts columns in UTF-16 code units', () => {
    const writer = new FileWriter('a.ino');
    writer.lines([{ kind: 'line', depth: 0, code: ['"😀"', mark('n', '5')] }]);
    expect(writer.blockSpans()[0]?.span.column).toBe(5);
  });
  it('gives no span to a block without lines', () => {
    const { blocks } = sketchOf({ scripts: [b.atStart(b.broadcast('nobody'), b.wait(1)), OTHER] });
    expect(blocks.every(({ span }) => span.line > 0)).toBe(true);
  });
});
