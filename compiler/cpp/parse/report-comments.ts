/**
 * Says so when a comment has swallowed code: one in which another comment begins, above the first mistake.
 *
 * In: a file in which something was found wrong. Nothing is said of files that are fine: such comments are
 * legal.
 */
import type { Reporter } from '../reporter.ts';
import type { Loc, SourceFile, SourceFiles } from '../source.ts';

const COMMENTS_AND_TEXTS = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

export function reportComments(file: SourceFile, sources: SourceFiles, reporter: Reporter): void {
  const base: Loc = sources.add(file);
  for (const { 0: text, index } of file.text.matchAll(COMMENTS_AND_TEXTS)) {
    if (!text.startsWith('/*') || text.indexOf('/*', 2) < 0) continue;
    const line = reporter.lineOf(base + index + text.length - 1);
    reporter.report('cpp-comment-swallows', { line }, base + index, base + index + 2);
    return;
  }
}
