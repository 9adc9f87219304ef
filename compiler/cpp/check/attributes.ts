/**
 * Attributes of functions and variables as the typed program wants them; unknown ones are ignored.
 *
 * In: `__attribute__` lists. Out: FunctionAttributes; where a variable is placed.
 */
import type { Attribute, FunctionDecl } from '../ast.ts';
import type { FunctionAttributes } from '../typed-ast.ts';

const plainName = (name: string): string =>
  name.startsWith('__') && name.endsWith('__') && name.length > 4 ? name.slice(2, -2) : name;

function textArg(attribute: Attribute): string {
  const [arg] = attribute.args;
  if (arg?.kind !== 'string') return '';
  let text = '';
  for (const byte of arg.bytes) text += String.fromCharCode(byte);
  return text;
}

export function functionAttributes(
  decl: FunctionDecl,
  name: string,
  isInternal: boolean,
  isInClass: boolean,
  before?: FunctionAttributes,
): FunctionAttributes {
  let { inline, isNoReturn, isUsed, isWeak, isNaked } = before ?? {
    inline: 'none' as FunctionAttributes['inline'],
    isNoReturn: false,
    isUsed: false,
    isWeak: false,
    isNaked: false,
  };
  let allowsInterrupts = before?.interrupt?.allowsInterrupts ?? false;
  let isInterrupt = before?.interrupt !== undefined || name.startsWith('__vector_');
  let alias = before?.alias;
  if (inline === 'none' && (decl.specifiers.isInline || decl.specifiers.isConstexpr || isInClass))
    inline = 'hint';
  for (const attribute of decl.specifiers.attributes) {
    switch (plainName(attribute.name)) {
      case 'signal':
        isInterrupt = true;
        break;
      case 'interrupt':
        isInterrupt = true;
        allowsInterrupts = true;
        break;
      case 'naked':
        isNaked = true;
        break;
      case 'noinline':
        inline = 'never';
        break;
      case 'always_inline':
        inline = 'always';
        break;
      case 'noreturn':
        isNoReturn = true;
        break;
      case 'used':
      case 'externally_visible':
        isUsed = true;
        break;
      case 'weak':
        isWeak = true;
        break;
      case 'alias':
        alias = textArg(attribute);
        break;
    }
  }
  return {
    ...(isInterrupt ? { interrupt: { vector: name, isNaked, allowsInterrupts } } : {}),
    inline,
    isNoReturn,
    isUsed,
    isWeak,
    isNaked,
    isInternal,
    ...(alias === undefined ? {} : { alias }),
  };
}

export interface Placement {
  readonly isProgmem: boolean;
  readonly isNoInit: boolean;
  readonly isEeprom: boolean;
  readonly isWeak: boolean;
  readonly isUsed: boolean;
}

export function variablePlacement(attributes: readonly Attribute[]): Placement {
  let isProgmem = false;
  let isNoInit = false;
  let isEeprom = false;
  let isWeak = false;
  let isUsed = false;
  for (const attribute of attributes) {
    switch (plainName(attribute.name)) {
      case 'progmem':
        isProgmem = true;
        break;
      case 'section': {
        const section = textArg(attribute);
        if (section.startsWith('.progmem')) isProgmem = true;
        if (section.startsWith('.noinit')) isNoInit = true;
        if (section === '.eeprom') isEeprom = true;
        break;
      }
      case 'weak':
        isWeak = true;
        break;
      case 'used':
      case 'externally_visible':
        isUsed = true;
        break;
    }
  }
  return { isProgmem, isNoInit, isEeprom, isWeak, isUsed };
}
