/** The block from which a place of the sketch comes: the innermost one whose stretch covers its start. */
import type { Span } from './diagnostics/diagnostic.ts';
import type { Sketch } from './sketch.ts';

export function blockAt(sketch: Sketch, place: Span): string | undefined {
  // Inner stretches come after the outer ones that hold them.
  return sketch.blocks.findLast(({ span }) => covers(span, place))?.blockId;
}

function covers(outer: Span, { file, line, column }: Span): boolean {
  if (outer.file !== file || line < outer.line || line > outer.endLine) return false;
  if (line === outer.line && column < outer.column) return false;
  // `end` is exclusive, yet a missing semicolon is reported right behind the statement.
  return line < outer.endLine || column <= outer.endColumn;
}
