/**
 * Turns GCC's messages into diagnostics on the sketch, and on its blocks.
 *
 * In: standard error and the sketch. Out: diagnostics with spans in the sketch's own files.
 * Guarantees: no path of this computer is in any sentence; at most MOST messages; at least one error.
 */
import { diagnostic, type Diagnostic, type Span } from '../diagnostics/diagnostic.ts';
import type { Sketch } from '../sketch.ts';
import { blockAt } from '../block-at.ts';
import { explainGcc, namedWord } from './explain-gcc.ts';
import { gccMessages, type GccMessage, type GccPlace } from './gcc-messages.ts';
import { scanCpp } from './scan-cpp.ts';

const MOST = 20;
const STRAY_BYTE = /^stray '\\[23]\d\d' in program$/;

export function gccDiagnostics(text: string, sketch: Sketch, toolchain: string): Diagnostic[] {
  const messages = gccMessages(text, MOST);
  const diagnostics = messages.map((message) => toDiagnostic(message, sketch, toolchain));
  // A letter with an accent is several faults to GCC, all on one place.
  const different = diagnostics.filter(
    (one, index) => !diagnostics.slice(0, index).some((other) => sameSentence(one, other)),
  );
  if (different.length > 0) return different;
  const reason = withoutPaths(text.trim().split('\n')[0] ?? '');
  return [diagnostic('toolchain-failed', { toolchain, reason: explainGcc(reason) })];
}

const sameSentence = (a: Diagnostic, b: Diagnostic): boolean =>
  a.code === b.code &&
  a.message.fr === b.message.fr &&
  a.span?.file === b.span?.file &&
  a.span?.line === b.span?.line &&
  a.span?.column === b.span?.column;

function toDiagnostic(message: GccMessage, sketch: Sketch, toolchain: string): Diagnostic {
  const span =
    sketchSpan(message, sketch) ?? (message.kind === 'linker' ? useOf(message.text, sketch) : undefined);
  const text = withoutPaths(withCharacter(message.text, span, sketch));
  const reason = explainGcc(text);
  const blockId = span === undefined ? undefined : blockAt(sketch, span);
  // Someone who knows C++ may want the compiler's own words.
  const place = { span, blockId, notes: [{ fr: text, en: text }] };
  if (message.kind === 'crash') return diagnostic('toolchain-failed', { toolchain, reason }, place);
  if (message.kind === 'linker' || span === undefined) return diagnostic('cpp-link', { reason }, place);
  return diagnostic('cpp-error', { line: span.line, reason }, place);
}

/** Where in the sketch the message belongs: its own place, or the #include that leads there. */
function sketchSpan(message: GccMessage, sketch: Sketch): Span | undefined {
  const places = message.place === undefined ? [] : [message.place, ...message.includedFrom];
  for (const place of places) {
    const span = spanOf(place, sketch, namedWord(message.text));
    if (span !== undefined) return STRAY_BYTE.test(message.text) ? onStrangeLetter(span, sketch) : span;
  }
  return undefined;
}

function spanOf(place: GccPlace, sketch: Sketch, name: string | undefined): Span | undefined {
  const path = place.file.replace(/^(?:\.[/\\])+/, '');
  const file = sketch.files.find((other) => other.path === path);
  if (file === undefined) return undefined;
  const lines = file.text.split(/\r?\n/);
  // "Expected } at end of input" stands behind the last line.
  const line = Math.max(1, Math.min(place.line, lines.length));
  const content = (lines[line - 1] ?? '').replace(/^\uFEFF/, '');
  const pointed = characterAt(content, place.column);
  // For an unknown function GCC 5 points at its closing parenthesis.
  const start = name === undefined ? pointed : wordBefore(content, name, pointed);
  const word = name !== undefined && content.startsWith(name, start) ? name : wordAt(content, start);
  return {
    file: file.path,
    line,
    column: start + 1,
    endLine: line,
    endColumn: start + 1 + Math.max(1, word.length),
  };
}

/** GCC counts bytes, we count UTF-16 units: the index of the character at `column`. */
function characterAt(content: string, column: number): number {
  if (column <= 1) return content.length - content.trimStart().length;
  const bytes = new TextEncoder().encode(content).subarray(0, column - 1);
  return Math.min(new TextDecoder().decode(bytes).length, content.length);
}

const wordAt = (content: string, start: number): string =>
  /^(?:[\w$]+|[^\s\w])/u.exec(content.slice(start))?.[0] ?? '';

function wordBefore(content: string, name: string, limit: number): number {
  let best = limit;
  for (let at = content.indexOf(name); at >= 0 && at <= limit; at = content.indexOf(name, at + 1)) {
    const partOfWord = /[\w$]/.test(content[at - 1] ?? '') || /[\w$]/.test(content[at + name.length] ?? '');
    if (!partOfWord) best = at;
  }
  return best;
}

/** GCC points at the word before a letter that C++ does not know. */
function onStrangeLetter(span: Span, sketch: Sketch): Span {
  const text = sketch.files.find(({ path }) => path === span.file)?.text ?? '';
  const line = text.split(/\r?\n/)[span.line - 1] ?? '';
  const found = /[\u0080-\uffff]/.exec(line.slice(span.column - 1));
  if (found === null) return span;
  const column = span.column + found.index;
  const letter = String.fromCodePoint(line.codePointAt(column - 1) ?? 0);
  return { ...span, column, endColumn: column + letter.length };
}

/** "stray '\\303'" is a byte of a letter: the sentence shows the letter. */
function withCharacter(text: string, span: Span | undefined, sketch: Sketch): string {
  const file = sketch.files.find(({ path }) => path === span?.file);
  if (span === undefined || file === undefined || !/^stray '.*' in program$/.test(text)) return text;
  const content = file.text.split(/\r?\n/)[span.line - 1] ?? '';
  const letter = content.codePointAt(span.column - 1);
  return letter === undefined ? text : `stray '${String.fromCodePoint(letter)}' in program`;
}

/** Where the sketch calls what the linker does not find. */
function useOf(text: string, sketch: Sketch): Span | undefined {
  const name = /^undefined reference to [`'](?:.*::)?(\w+)/.exec(text)?.[1];
  if (name === undefined) return undefined;
  for (const { path, text: source } of sketch.files) {
    let depth = 0;
    for (const token of scanCpp(source)) {
      if (token.text === '{') depth++;
      if (token.text === '}') depth--;
      if (depth === 0 || token.kind !== 'word' || token.text !== name) continue;
      const before = source.slice(0, token.start).split('\n');
      const line = before.length;
      const column = (before.at(-1)?.length ?? 0) + 1;
      return { file: path, line, column, endLine: line, endColumn: column + name.length };
    }
  }
  return undefined;
}

/** Paths of this computer become file names. */
export const withoutPaths = (text: string): string =>
  text.replace(/(?:[A-Za-z]:)?[\\/](?:[^\\/\s'"`:,;()]+[\\/])+([^\\/\s'"`:,;()]*)/g, '$1');
