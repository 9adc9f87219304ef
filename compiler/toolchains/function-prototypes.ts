/**
 * Finds the functions that a sketch written by hand defines, and writes the declarations that let
 * it call them before they are defined, as the Arduino IDE does.
 *
 * In: the sketch's text. Out: the declarations and where they go: before the first function, outside
 * every #if. Requires nothing of the text: what is not clearly a plain function (templates, methods,
 * default arguments, macros such as ISR) gets no declaration, and so stays as it was written.
 */
import { scanCpp, type CppToken } from './scan-cpp.ts';

export interface Prototypes {
  /** Where in the text they belong. */
  readonly offset: number;
  /** C++ lines, without a final newline. */
  readonly lines: readonly string[];
}

interface FoundFunction {
  readonly name: string;
  readonly parameters: number;
  readonly text: string;
  readonly words: readonly string[];
  readonly start: number;
  /** The #if, #elif and #else lines around it, outermost first. */
  readonly conditions: readonly Condition[];
}

/** One #if with the branches seen so far. */
interface Condition {
  readonly start: number;
  readonly lines: readonly string[];
}

interface Findings {
  readonly functions: FoundFunction[];
  /** name/count of what the sketch declares itself. */
  readonly declared: Set<string>;
  /** Type name → where its declaration ends. */
  readonly types: Map<string, number>;
}

const NOT_A_FUNCTION = new Set([
  'template', 'class', 'struct', 'union', 'enum', 'namespace', 'typedef', 'using', 'operator', 'friend', 'asm',
  'static_assert',
]); // prettier-ignore
const TYPE_WORDS = new Set(['class', 'struct', 'union', 'enum']);
const AFTER_PARAMETERS = new Set(['const', 'noexcept', 'volatile', '__attribute__', '__attribute']);

export function functionPrototypes(text: string): Prototypes | undefined {
  const { functions, declared, types } = readTopLevel(scanCpp(text));
  const first = functions[0];
  if (first === undefined) return undefined;
  const offset = first.conditions[0]?.start ?? first.start;
  const lines: string[] = [];
  for (const found of functions) {
    if (declared.has(`${found.name}/${found.parameters}`)) continue;
    // A type that is declared further down is not known yet here.
    if (found.words.some((word) => (types.get(word) ?? 0) > offset)) continue;
    const closing = found.conditions.map(() => '#endif');
    lines.push(...found.conditions.flatMap((condition) => condition.lines), `${found.text};`, ...closing);
  }
  return lines.length === 0 ? undefined : { offset, lines };
}

/** Walks the declarations outside all braces. */
function readTopLevel(tokens: readonly CppToken[]): Findings {
  const findings: Findings = { functions: [], declared: new Set(), types: new Map() };
  const conditions: Condition[] = [];
  let head: CppToken[] = [];
  let brackets = 0;

  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as CppToken;
    if (token.kind === 'directive') {
      readDirective(token, conditions);
    } else if (token.text === '{' && brackets === 0) {
      const found = asFunction(head, conditions);
      index = closingBrace(tokens, index);
      if (found !== undefined) findings.functions.push(found);
      noteType(head, tokens[index]?.end ?? token.end, findings.types);
      // After `= {…}` or `struct {…}` the declaration goes on to its semicolon.
      head = found !== undefined || endsWithoutSemicolon(head) ? [] : [...head, token];
    } else if (token.text === ';' && brackets === 0) {
      const declared = asFunction(head, conditions);
      if (declared !== undefined) findings.declared.add(`${declared.name}/${declared.parameters}`);
      noteType(head, token.end, findings.types);
      head = [];
    } else {
      if (token.text === '(' || token.text === '[') brackets++;
      if (token.text === ')' || token.text === ']') brackets = Math.max(0, brackets - 1);
      head.push(token);
    }
  }
  return findings;
}

function readDirective(token: CppToken, conditions: Condition[]): void {
  const word = /^#\s*(\w+)/.exec(token.text)?.[1] ?? '';
  if (['if', 'ifdef', 'ifndef'].includes(word)) conditions.push({ start: token.start, lines: [token.text] });
  if (word === 'endif') conditions.pop();
  if (word === 'else' || word === 'elif') {
    const current = conditions.pop();
    if (current !== undefined) conditions.push({ ...current, lines: [...current.lines, token.text] });
  }
}

const endsWithoutSemicolon = (head: readonly CppToken[]): boolean =>
  head.some(({ text }) => text === 'namespace') ||
  head.at(-1)?.text === ')' ||
  head.at(-1)?.kind === 'literal';

/** The index of the brace that closes the one at `open`, or the last token. */
function closingBrace(tokens: readonly CppToken[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index]?.text === '{') depth++;
    if (tokens[index]?.text === '}' && --depth === 0) return index;
  }
  return tokens.length - 1;
}

/** `struct Point`, `enum class Mode : byte`, `typedef … Name`, `using Name = …`. */
function noteType(head: readonly CppToken[], end: number, types: Map<string, number>): void {
  const first = head[0]?.text;
  const isWord = ({ kind }: CppToken): boolean => kind === 'word';
  const name =
    first === 'typedef'
      ? head.filter(isWord).at(-1)?.text
      : first === 'using'
        ? head[1]?.text
        : first !== undefined && TYPE_WORDS.has(first)
          ? head.find((token) => isWord(token) && !TYPE_WORDS.has(token.text))?.text
          : undefined;
  if (name !== undefined && !types.has(name)) types.set(name, end);
}

/** The function that `head`, the tokens before a `{` or `;`, declares. */
function asFunction(head: readonly CppToken[], conditions: readonly Condition[]): FoundFunction | undefined {
  const first = head[0];
  if (first === undefined || head.some(({ text }) => text === '=' || text === '->')) return undefined;
  const isStructReturned = TYPE_WORDS.has(first.text);
  if (head.some(({ text }, at) => NOT_A_FUNCTION.has(text) && !(at === 0 && isStructReturned)))
    return undefined;
  const close = endOfParameters(head);
  const open = openingParenthesis(head, close);
  const name = head[open - 1];
  const before = head[open - 2];
  // A name alone before the parenthesis is a macro: ISR(TIMER1_OVF_vect) { … }.
  if (name?.kind !== 'word' || before === undefined || before.text === '::' || before.text === '~')
    return undefined;
  if (before.kind === 'sign' && !['*', '&', '&&', '>', '>>', ')'].includes(before.text)) return undefined;
  const declaration = head.slice(0, close + 1);
  if (hasOtherParentheses(declaration.slice(0, open))) return undefined;
  return {
    name: name.text,
    parameters: countParameters(head.slice(open + 1, close)),
    text: declaration.map(({ text }) => text).join(' '),
    words: declaration.filter(({ kind }) => kind === 'word').map(({ text }) => text),
    start: first.start,
    conditions: [...conditions],
  };
}

/** A macro called above the function would be called twice. */
const hasOtherParentheses = (before: readonly CppToken[]): boolean =>
  before.some(
    ({ text }, at) =>
      text === '(' && before[at - 1]?.text !== '(' && !AFTER_PARAMETERS.has(before[at - 1]?.text ?? ''),
  );

/** The index of the `)` behind the parameters: the last one, attributes aside; −1 if there is none. */
function endOfParameters(head: readonly CppToken[]): number {
  let at = head.length - 1;
  while (at >= 0) {
    const token = head[at] as CppToken;
    if (token.text === ')') {
      const open = openingParenthesis(head, at);
      if (!AFTER_PARAMETERS.has(head[open - 1]?.text ?? '')) return at;
      at = open - 2;
    } else if (AFTER_PARAMETERS.has(token.text)) at--;
    else return -1;
  }
  return -1;
}

function openingParenthesis(head: readonly CppToken[], close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    if (head[at]?.text === ')') depth++;
    if (head[at]?.text === '(' && --depth === 0) return at;
  }
  return -1;
}

function countParameters(inside: readonly CppToken[]): number {
  if (inside.length === 0 || (inside.length === 1 && inside[0]?.text === 'void')) return 0;
  let depth = 0;
  let count = 1;
  for (const { text } of inside) {
    if (text === '(' || text === '<' || text === '[') depth++;
    if (text === ')' || text === '>' || text === ']') depth--;
    if (text === ',' && depth === 0) count++;
  }
  return count;
}
