/**
 * What to say of a name that nothing visible has: that it stands further down, or in another function, or
 * the nearest word; macros and keywords are words too.
 *
 * In: the name and whether it is called. Out: a diagnostic's code with its words.
 */
import { closeMatch } from '../../../boards/close-match.ts';
import type { DiagnosticCode } from '../../diagnostics/catalogue.ts';
import type { Words } from '../../diagnostics/diagnostic.ts';
import type { Name } from '../ast.ts';
import type { Checker } from './checker.ts';
import { isPlainName, nameText, visibleNames } from './lookup.ts';

const KEYWORDS = ['true', 'false', 'nullptr', 'this', 'sizeof', 'return', 'break', 'continue', 'else'];
/** Of other languages, and what is meant here. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['print', 'Serial.print'],
  ['println', 'Serial.println'],
  ['printf', 'Serial.print'],
  ['None', 'nullptr'],
  ['sleep', 'delay'],
  ['wait', 'delay'],
]);

interface Explained {
  readonly code: DiagnosticCode;
  readonly words: Words;
}

export function explainUnknown(c: Checker, name: Name, isCall: boolean): Explained {
  const text = nameText(name);
  if (isPlainName(name)) {
    const later = declaredLater(c, text);
    if (later !== undefined) return { code: 'cpp-name-later', words: { name: text, line: later } };
    const elsewhere = isCall ? undefined : functionWithLocal(c, text);
    if (elsewhere !== undefined)
      return { code: 'cpp-name-elsewhere', words: { name: text, function: elsewhere } };
    const near =
      OTHER_WORDS.get(text) ??
      nearName(text, [...visibleNames(c), ...KEYWORDS, ...(c.options.macroNames?.() ?? [])]);
    if (near !== undefined) return { code: 'cpp-name-unknown-near', words: { name: text, near } };
  }
  return { code: isCall ? 'cpp-function-unknown' : 'cpp-name-unknown', words: { name: text } };
}

/** As closeMatch, but a name of one or two letters is near to itself in capitals alone. */
export function nearName(text: string, known: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  return closeMatch(
    text,
    known.filter(
      (word) => word !== text && (Math.min(word.length, text.length) > 2 || word.toLowerCase() === lower),
    ),
  );
}

/** The line of a declaration of the child's own that stands below. */
function declaredLater(c: Checker, text: string): number | undefined {
  for (const scope of [c.frame.unit.scope]) {
    const entity = scope.names.get(text);
    const loc =
      scope.pending.get(text)?.[0]?.decl.loc ?? (entity?.kind === 'variable' ? entity.decl?.loc : undefined);
    const span = loc === undefined ? undefined : c.options.sources.spanOf(loc);
    if (span !== undefined && c.options.userFiles.has(span.file)) return span.line;
  }
  return undefined;
}

/** The function of the same file that has a local or parameter of this name. */
function functionWithLocal(c: Checker, text: string): string | undefined {
  for (const fn of c.functions.values()) {
    const decl = fn.definition?.decl;
    if (decl?.body === undefined || fn === c.fn?.entity || fn.owner !== undefined) continue;
    if (!c.options.userFiles.has(c.options.sources.fileAt(decl.loc)?.path ?? '')) continue;
    if (decl.type.params.some((param) => param.name === text) || declares(decl.body, text)) return fn.name;
  }
  return undefined;
}

/** Whether a variable of the name is declared anywhere below `node`. */
function declares(node: unknown, text: string): boolean {
  if (Array.isArray(node)) return node.some((part) => declares(part, text));
  if (typeof node !== 'object' || node === null) return false;
  const { kind, name } = node as { readonly kind?: string; readonly name?: Partial<Name> };
  if (kind === 'var' && name?.parts?.length === 1) {
    const [part] = name.parts;
    if (part?.kind === 'identifier' && part.text === text) return true;
  }
  return Object.values(node).some((part) => declares(part, text));
}
