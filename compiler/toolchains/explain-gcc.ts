/**
 * Says the commonest of GCC's messages in a child's words.
 *
 * In: GCC's own sentence. Out: the reason in French and English; what is not in the table stays in
 * GCC's English. Quotation marks are GCC's plain ones (LC_ALL=C).
 */
import type { Message } from '../diagnostics/diagnostic.ts';

interface Explanation {
  readonly pattern: RegExp;
  readonly fr: string;
  readonly en: string;
}

// $1, $2 stand for what the pattern has caught. The order matters: the first that fits is taken.
const EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /^'(.+?)' (?:was not declared in this scope|has not been declared)$/,
    fr: 'je ne connais pas « $1 ». Regarde s’il est bien écrit, et s’il est défini plus haut.',
    en: 'I don’t know “$1”. Check its spelling, and that it is defined above.',
  },
  {
    pattern: /^'(.+?)' does not name a type$/,
    fr: 'je ne connais pas « $1 », ou cette ligne n’est pas dans une fonction.',
    en: 'I don’t know “$1”, or this line is outside any function.',
  },
  {
    pattern: /^expected (?:',' or )?';' (?:before|after|at)/,
    fr: 'il manque un point-virgule ; juste avant cet endroit.',
    en: 'a semicolon ; is missing just before this place.',
  },
  {
    pattern: /^expected '?(.)'? (?:before|at end of) /,
    fr: 'il manque « $1 » juste avant cet endroit.',
    en: '“$1” is missing just before this place.',
  },
  {
    pattern: /^expected '\}' at end of input$/,
    fr: 'il manque une accolade fermante « } » : compte celles que tu ouvres.',
    en: 'a closing brace “}” is missing: count those you open.',
  },
  {
    pattern: /^expected (?:primary-expression|unqualified-id|declaration) before '(.+?)'(?: token)?$/,
    fr: 'je ne m’attendais pas à « $1 » ici. Regarde ce qui manque ou dépasse juste avant.',
    en: 'I did not expect “$1” here. Look for what is missing or left over just before.',
  },
  {
    pattern: /^(.+?): No such file or directory$/,
    fr: 'je ne trouve pas « $1 ». Si c’est une bibliothèque, elle n’est pas là : mets ses fichiers à côté du programme.',
    en: 'I can’t find “$1”. If it is a library, it is not there: put its files beside the program.',
  },
  {
    pattern: /^stray '(.+?)' in program$/,
    fr: 'il y a ici un caractère que le C++ ne connaît pas ($1). Efface-le et retape-le.',
    en: 'there is a character here that C++ does not know ($1). Delete it and type it again.',
  },
  {
    pattern: /^(?:redefinition of|redeclaration of|conflicting declaration) '(.+?)'/,
    fr: '« $1 » est défini deux fois.',
    en: '“$1” is defined twice.',
  },
  {
    pattern: /^too (few|many) arguments to function '(.+?)'$/,
    fr: 'l’appel de « $2 » n’a pas le bon nombre de valeurs.',
    en: 'the call of “$2” has the wrong number of values.',
  },
  {
    pattern: /^no matching function for call to '(.+?)'$/,
    fr: 'l’appel « $1 » ne va avec aucune fonction : regarde le nombre et le genre des valeurs.',
    en: 'the call “$1” fits no function: look at the number and kind of its values.',
  },
  {
    pattern: /^'.*?(\w+)' has no member named '(.+?)'$/,
    fr: '« $1 » n’a rien qui s’appelle « $2 ».',
    en: '“$1” has nothing called “$2”.',
  },
  {
    pattern: /^(?:assignment of read-only (?:variable|location) '(.+?)')$/,
    fr: '« $1 » est une constante : sa valeur ne change pas.',
    en: '“$1” is a constant: its value can’t change.',
  },
  {
    pattern: /^lvalue required as left operand of assignment$/,
    fr: 'à gauche du signe = il faut une variable. Pour comparer, écris ==.',
    en: 'a variable must stand left of =. To compare, write ==.',
  },
  {
    pattern: /^undefined reference to [`'](setup|loop)'$/,
    fr: 'il manque « void $1() { } ». Chaque programme a un setup et un loop, même vides.',
    en: '“void $1() { }” is missing. Every program has a setup and a loop, even empty ones.',
  },
  {
    pattern: /^undefined reference to [`'](.+?)'$/,
    fr: '« $1 » est utilisé mais défini nulle part. Écris cette fonction, ou corrige son nom.',
    en: '“$1” is used but defined nowhere. Write this function, or correct its name.',
  },
  {
    pattern: /^unterminated (?:#|comment)/,
    fr: 'ce qui commence ici ne se termine nulle part.',
    en: 'what begins here never ends.',
  },
  {
    pattern: /^unterminated raw string$/,
    fr: 'ce texte commence ici et ne se termine nulle part.',
    en: 'this text begins here and never ends.',
  },
  {
    pattern: /^missing terminating (.) character$/,
    fr: 'ce texte n’est pas fermé : il manque $1 à la fin.',
    en: 'this text is not closed: $1 is missing at its end.',
  },
  {
    pattern: /^#include nested too deeply$/,
    fr: 'ce fichier s’inclut lui-même.',
    en: 'this file includes itself.',
  },
  {
    // Ends a sentence that has its own full stop.
    pattern: /^internal compiler error/,
    fr: 'ce programme est trop grand ou trop compliqué pour lui',
    en: 'this program is too big or too complicated for it',
  },
  {
    pattern: /^multiple definition of [`'](.+?)'$/,
    fr: '« $1 » est défini deux fois, dans deux fichiers.',
    en: '“$1” is defined twice, in two files.',
  },
];

export function explainGcc(text: string): Message {
  for (const { pattern, fr, en } of EXPLANATIONS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const fill = (sentence: string): string =>
      sentence.replace(/\$(\d)/g, (_, number: string) => match[Number(number)] ?? '');
    return { fr: fill(fr), en: fill(en) };
  }
  return { fr: `le compilateur dit « ${text} »`, en: `the compiler says “${text}”` };
}

/** The name that the message is about, when GCC's column may point behind it. */
export const namedWord = (text: string): string | undefined =>
  /^'(\w+)' (?:was not declared in this scope|has not been declared|does not name a type)$/.exec(text)?.[1] ??
  /^(\S+): No such file or directory$/.exec(text)?.[1];
