/**
 * Finds the functions that a sketch written by hand defines, and writes the declarations that let
 * it call them before they are defined, as the Arduino IDE does.
 *
 * In: the sketch's text. Out: the declarations and where they go, outside every #if: before the first
 * function or, when they name a type that comes later, right behind that type. Requires nothing of the
 * text: what is not clearly a plain function (methods, default arguments, macros such as ISR) gets no
 * declaration, and so stays as it was written.
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
  readonly types: Map<string, FoundType>;
}

interface FoundType {
  /** Behind its semicolon. */
  readonly end: number;
  readonly insideIf: boolean;
}

/** Each costs a pass over the text. */
const MOST_PLACES = 200;
const NOT_A_FUNCTION = new Set([
  'template', 'class', 'struct', 'union', 'enum', 'namespace', 'typedef', 'using', 'operator', 'friend', 'asm',
  'static_assert',
]); // prettier-ignore
const TYPE_WORDS = new Set(['class', 'struct', 'union', 'enum']);
const BEFORE_TYPE = new Set(['(', ',', 'const', 'static', 'inline']);
const AFTER_PARAMETERS = new Set(['const', 'noexcept', 'volatile', '__attribute__', '__attribute']);

export function functionPrototypes(text: string): readonly Prototypes[] {
  const { functions, declared, types } = readTopLevel(scanCpp(text));
  const first = functions[0];
  if (first === undefined) return [];
  const offset = first.conditions[0]?.start ?? first.start;
  const places = new Map<number, string[]>();
  for (const found of functions) {
    if (declared.has(`${found.name}/${found.parameters}`)) continue;
    const laterTypes = found.words.flatMap((word) => types.get(word) ?? []).filter(({ end }) => end > offset);
    if (laterTypes.some(({ insideIf }) => insideIf)) continue;
    const place = Math.max(offset, ...laterTypes.map(({ end }) => end));
    if (place > found.start) continue;
    const closing = found.conditions.map(() => '#endif');
    const lines = [...found.conditions.flatMap((condition) => condition.lines), `${found.text};`, ...closing];
    const there = places.get(place);
    if (there === undefined) places.set(place, lines);
    else there.push(...lines);
  }
  return [...places]
    .toSorted(([a], [b]) => a - b)
    .slice(0, MOST_PLACES)
    .map(([at, lines]) => ({ offset: at, lines }));
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
      // After `= {…}` or `struct {…}` the declaration goes on to its semicolon.
      head = found !== undefined || endsWithoutSemicolon(head) ? [] : [...head, token];
    } else if (token.text === ';' && brackets === 0) {
      const declared = asFunction(head, conditions);
      if (declared !== undefined) findings.declared.add(`${declared.name}/${declared.parameters}`);
      noteType(head, { end: token.end, insideIf: conditions.length > 0 }, findings.types);
      head = [];
    } else {
      if (token.text === '(' || token.text === '[') brackets++;
      if (token.text === ')' || token.text === ']') brackets = Math.max(0, brackets - 1);
      head.push(token);
    }
  }
  return findings;
}

const OPENS_IF = new Set(['if', 'ifdef', 'ifndef']);
const directiveWord = ({ text }: CppToken): string => /^#\s*(\w+)/.exec(text)?.[1] ?? '';

function readDirective(token: CppToken, conditions: Condition[]): void {
  const word = directiveWord(token);
  if (OPENS_IF.has(word)) conditions.push({ start: token.start, lines: [token.text] });
  if (word === 'endif') conditions.pop();
  if (word === 'else' || word === 'elif') {
    const current = conditions.pop();
    if (current !== undefined) conditions.push({ ...current, lines: [...current.lines, token.text] });
  }
}

const endsWithoutSemicolon = (head: readonly CppToken[]): boolean =>
  head.some(({ text }) => text === 'namespace') ||
  // auto f() -> int { … }
  (head.some(({ text }) => text === '->') && !head.some(({ text }) => text === '=')) ||
  head.at(-1)?.text === ')' ||
  head.at(-1)?.kind === 'literal';

/**
 * The index of the brace that closes the one at `open`, or the last token. The branches of an #if
 * are alternatives: each begins at the depth of its #if.
 */
function closingBrace(tokens: readonly CppToken[], open: number): number {
  const depthsOfIfs: number[] = [];
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind === 'directive') {
      const word = directiveWord(token);
      if (OPENS_IF.has(word)) depthsOfIfs.push(depth);
      if (word === 'else' || word === 'elif') depth = depthsOfIfs.at(-1) ?? depth;
      if (word === 'endif') depthsOfIfs.pop();
    }
    if (token?.text === '{') depth++;
    if (token?.text === '}' && --depth === 0) return index;
  }
  return tokens.length - 1;
}

/** `struct Point`, `enum class Mode : byte`, `typedef … Name`, `using Name = …`. */
function noteType(head: readonly CppToken[], type: FoundType, types: Map<string, FoundType>): void {
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
  if (name !== undefined && !types.has(name)) types.set(name, type);
}

/** The function that `head`, the tokens before a `{` or `;`, declares. */
function asFunction(head: readonly CppToken[], conditions: readonly Condition[]): FoundFunction | undefined {
  const first = head[0];
  if (first === undefined || head.some(({ text }) => text === '=' || text === '->')) return undefined;
  const template = first.text === 'template' ? templateParameters(head) : [];
  if (template === undefined) return undefined;
  if (template.length > 0) {
    const inner = asFunction(head.slice(template.length), conditions);
    const text = template.map((token) => token.text).join(' ');
    return inner && { ...inner, text: `${text} ${inner.text}`, start: first.start };
  }
  if (head.some(({ text }, at) => NOT_A_FUNCTION.has(text) && !isTypeInPlace(head, at))) return undefined;
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

/** `template < … >` at the beginning; undefined when it does not close. */
function templateParameters(head: readonly CppToken[]): readonly CppToken[] | undefined {
  let depth = 0;
  for (const [at, { text }] of head.entries()) {
    if (text === '<') depth++;
    if (text === '>' || text === '>>') depth -= text.length;
    if (at > 0 && depth <= 0) return text.startsWith('>') ? head.slice(0, at + 1) : undefined;
  }
  return undefined;
}

/** `struct Point f()`, `void f(const struct Point *p)`: a type's kind before its name. */
const isTypeInPlace = (head: readonly CppToken[], at: number): boolean =>
  TYPE_WORDS.has(head[at]?.text ?? '') && (at === 0 || BEFORE_TYPE.has(head[at - 1]?.text ?? ''));

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
