/**
 * Finds the place where a brace is missing or too many, by the indentation, and puts it right.
 *
 * In: the tokens of a unit. Out: the same, or with braces added and dropped where a file has more of one
 * than of the other; each is reported. The grammar alone would only see it at the end of the file, with
 * everything behind the slip read in the wrong place. What indentation does not explain is left as it is.
 */
import { LINE_START, TokenKind, type Token } from '../lex/token.ts';
import type { Reporter } from '../reporter.ts';
import { MOST_OFFSET, type SourceFiles } from '../source.ts';

/** Slips put right in one file. */
const MOST_REPAIRS = 3;
const LABELS = new Set(['public', 'private', 'protected', 'case', 'default']);

interface Open {
  /** Index of the `{`. */
  readonly at: number;
  /** Indentation of the line where its statement begins. */
  readonly indent: number;
  readonly line: number;
  /** What is inside is not indented: `extern "C" {`, namespaces. */
  readonly isFlat: boolean;
}

/** A brace put in before the token `at`, or that token taken out. */
interface Edit {
  readonly at: number;
  readonly brace: '{' | '}' | undefined;
}

export function repairBraces(
  tokens: readonly Token[],
  sources: SourceFiles,
  reporter: Reporter,
  /** What stands before is in order. */
  first = 0,
): readonly Token[] {
  let repaired = tokens;
  for (let round = 0; round < MOST_REPAIRS; round++) {
    const file = unbalancedFile(repaired, first);
    if (file === undefined) return repaired;
    const edit = new BraceFinder(repaired, sources, file.index, first).find(file.excess);
    if (edit === undefined) return repaired;
    reportEdit(repaired, edit, reporter);
    repaired = applied(repaired, edit);
  }
  return repaired;
}

/** The first file with more `{` than `}` (`excess` above 0) or fewer. */
function unbalancedFile(
  tokens: readonly Token[],
  first: number,
): { index: number; excess: number } | undefined {
  const excess = new Map<number, number>();
  for (let at = first; at < tokens.length; at++) {
    const { kind, text, loc } = tokens[at] as Token;
    if (kind !== TokenKind.punctuator || (text !== '{' && text !== '}')) continue;
    const index = Math.floor(loc / MOST_OFFSET);
    excess.set(index, (excess.get(index) ?? 0) + (text === '{' ? 1 : -1));
  }
  for (const [index, count] of excess) if (count !== 0) return { index, excess: count };
  return undefined;
}

class BraceFinder {
  /** Indices of the tokens of the file. */
  private readonly own: number[] = [];
  private readonly opens: Open[] = [];
  /** By index: indentation of a token that begins its line. */
  private readonly indents = new Map<number, number>();

  constructor(
    private readonly tokens: readonly Token[],
    private readonly sources: SourceFiles,
    file: number,
    first: number,
  ) {
    for (const [index, token] of tokens.entries()) {
      if (index < first) continue;
      if (Math.floor(token.loc / MOST_OFFSET) !== file || token.kind === TokenKind.end) continue;
      this.own.push(index);
      if ((token.flags & LINE_START) !== 0) this.indents.set(index, this.place(index).column);
    }
  }

  private place(index: number): { line: number; column: number } {
    return this.sources.spanOf(this.tokens[index]?.loc ?? 0) ?? { line: 0, column: 0 };
  }

  find(excess: number): Edit | undefined {
    const stack: Open[] = [];
    const { opens } = this;
    /** A `}` behind other tokens of its line whose `{` stands on another line. */
    let suspect: number | undefined;
    let lineIndent = 0;
    let line = 0;
    let start: number | undefined;
    let startIndent = 0;
    for (const at of this.own) {
      const token = this.tokens[at] as Token;
      const indent = this.indents.get(at);
      if (indent !== undefined) {
        lineIndent = indent;
        ({ line } = this.place(at));
      }
      if (token.kind === TokenKind.punctuator) {
        if (token.text === '{') {
          const open = { at, indent: start === undefined ? lineIndent : startIndent, line };
          stack.push({ ...open, isFlat: this.isFlat(open.at, open.indent) });
          opens.push(stack.at(-1) as Open);
          start = undefined;
          continue;
        }
        if (token.text === '}') {
          start = undefined;
          const top = stack.at(-1);
          if (top === undefined) return excess < 0 ? this.opening(at, lineIndent, suspect) : undefined;
          if (indent === undefined || indent === top.indent) {
            if (indent === undefined && top.line !== line && !this.endsInitialiser(at)) suspect ??= at;
            stack.pop();
            continue;
          }
          if (indent < top.indent) {
            if (excess > 0) return this.closing(top, at);
            stack.pop();
          } else {
            if (excess < 0) return this.opening(at, indent, suspect);
            stack.pop();
          }
          continue;
        }
        if (token.text === ';') {
          start = undefined;
          continue;
        }
        if (token.text === ':' && start !== undefined && LABELS.has(this.tokens[start]?.text ?? '')) {
          start = undefined;
          continue;
        }
      }
      if (start === undefined) {
        start = at;
        startIndent = lineIndent;
      }
    }
    const top = stack.at(-1);
    if (excess > 0 && top !== undefined) return this.closing(top, (this.own.at(-1) ?? 0) + 1);
    return suspect !== undefined && excess < 0 ? { at: suspect, brace: undefined } : undefined;
  }

  private isFlat(at: number, indent: number): boolean {
    const next = this.indents.get(at + 1);
    return next === indent && this.tokens[at + 1]?.text !== '}';
  }

  private isClosedOnLine(open: Open): boolean {
    let depth = 0;
    for (let at = open.at; at < this.tokens.length; at++) {
      const { text } = this.tokens[at] as Token;
      if (at > open.at && this.indents.has(at)) return false;
      if (text === '{') depth++;
      if (text === '}' && --depth === 0) return true;
    }
    return false;
  }

  private endsInitialiser(at: number): boolean {
    const next = this.tokens[at + 1]?.text;
    return next === ';' || next === ',' || next === ')';
  }

  /** The `{` of `open` is not closed before `limit`: where the indentation goes back, its `}` is missing. */
  private closing(open: Open, limit: number): Edit {
    if (!open.isFlat) return this.closingOf(open, limit);
    // Everything stands at its indentation: the first block that does not end where it should.
    for (const inner of this.opens) {
      if (inner.at <= open.at || inner.indent !== open.indent || inner.isFlat || this.isClosedOnLine(inner))
        continue;
      const edit = this.closingOf(inner, limit);
      if (edit.brace !== undefined) return edit;
    }
    return { at: limit, brace: '}' };
  }

  private closingOf(open: Open, limit: number): Edit {
    for (const at of this.own) {
      if (at <= open.at || at >= limit) continue;
      const indent = this.indents.get(at);
      if (indent === undefined || indent > open.indent) continue;
      // Its `}` is there, so it was another `{` of the same line that is too many.
      if (this.tokens[at]?.text === '}' && indent === open.indent) return { at: open.at, brace: undefined };
      return { at, brace: '}' };
    }
    return { at: limit, brace: '}' };
  }

  /** The `}` at `at` closes nothing: the line of the same indentation above may lack its `{`. */
  private opening(at: number, indent: number, suspect: number | undefined): Edit {
    let header: number | undefined;
    for (const index of this.own) {
      if (index >= at) break;
      const found = this.indents.get(index);
      if (found !== undefined && found <= indent) header = index;
    }
    if (header !== undefined && this.indents.get(header) === indent) {
      // Behind the header: before the line that goes further in.
      let next = header + 1;
      while (next < at && !this.indents.has(next)) next++;
      const last = this.tokens[next - 1]?.text;
      if (last !== ';' && last !== '}' && last !== '{' && last !== ',') return { at: next, brace: '{' };
    }
    return { at: suspect ?? at, brace: undefined };
  }
}

function reportEdit(tokens: readonly Token[], { at, brace }: Edit, reporter: Reporter): void {
  const token = tokens[at];
  // An unclosed text or a directive in the wrong place may have taken the brace along.
  if (reporter.hasSaidAt(tokens[Math.max(0, at - 1)]?.loc ?? 0)) return;
  const before = tokens[at - 1];
  if (brace === undefined) {
    if (token === undefined) return;
    const code = token.text === '{' ? 'cpp-brace-never-closed' : 'cpp-brace-too-many';
    reporter.report(code, {}, token.loc, token.end);
  } else if (before !== undefined) {
    const line = reporter.lineOf(before.loc);
    const code = brace === '{' ? 'cpp-missing-open-brace' : 'cpp-missing-close-brace';
    reporter.report(code, { line }, before.end - 1, before.end);
  }
}

function applied(tokens: readonly Token[], { at, brace }: Edit): readonly Token[] {
  if (brace === undefined) return [...tokens.slice(0, at), ...tokens.slice(at + 1)];
  const { loc, end } = tokens[at - 1] ?? tokens[at] ?? { loc: 0, end: 0 };
  const made: Token = { kind: TokenKind.punctuator, text: brace, loc: Math.max(loc, end - 1), end, flags: 0 };
  return [...tokens.slice(0, at), made, ...tokens.slice(at)];
}
