/**
 * What there is to say about a name that two units define, or define and declare otherwise.
 *
 * In: both, the one that is taken first. Out: the same words as when both units are checked together, or
 * undefined when they agree.
 */
import { diagnostic, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import { typeText } from '../check/type-text.ts';
import type { Loc } from '../source.ts';
import type { Type } from '../types.ts';
import type { Clash } from './definitions.ts';

export function explainClash(
  clash: Clash,
  spanOf: (loc: Loc, end?: Loc) => Diagnostic['span'],
): Diagnostic | undefined {
  const { first, second } = clash;
  const known = spanOf(first.loc);
  const words = { name: first.display, file: known?.file ?? '', line: known?.line ?? 0 };
  if (clash.kind === 'functions')
    return diagnostic('cpp-function-redefined', words, { span: spanOf(second.loc, clash.second.end) });
  const [one, other] = [clash.first, clash.second];
  const end = other.loc + other.display.length;
  const texts = { first: typeText(one.type), second: typeText(other.type) };
  if (texts.first !== texts.second && !isOpen(one.type.type) && !isOpen(other.type.type)) {
    const span = spanOf(other.loc, end);
    return diagnostic('cpp-variable-other-type', { name: one.display, ...texts }, { span });
  }
  const isTwice = !one.isExternal && !other.isExternal && !one.isWeak && !other.isWeak;
  return isTwice ? diagnostic('cpp-variable-redefined', words, { span: spanOf(other.loc, end) }) : undefined;
}

const isOpen = (type: Type): boolean => type.kind === 'array' && type.count === undefined;
