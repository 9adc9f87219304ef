/**
 * A type as C++ text: for messages, and as the part of symbols that tells overloads apart.
 *
 * In: a type. Out: e.g. `const char*`, `int (*)(int)`, `int[3]`. Different types have different texts.
 */
import type { QualType, Type } from '../types.ts';

export const typeText = (q: QualType): string => declare(q, '');

/** The declaration of `name` with the type. */
function declare(q: QualType, name: string): string {
  const { type } = q;
  const cv = `${q.isConst ? 'const' : ''}${q.isConst && q.isVolatile ? ' ' : ''}${q.isVolatile ? 'volatile' : ''}`;
  switch (type.kind) {
    case 'pointer':
      return wrapped(type.to, `*${cv}${name === '' || cv === '' ? '' : ' '}${name}`);
    case 'reference':
      return wrapped(type.to, `${type.isRvalue ? '&&' : '&'}${name}`);
    case 'array':
      return declare(type.of, `${name}[${type.count ?? ''}]`);
    case 'function': {
      const params = type.params.map(typeText);
      if (type.isVariadic) params.push('...');
      return declare(type.result, `${name}(${params.join(', ')})`);
    }
    default:
      return `${cv}${cv === '' ? '' : ' '}${plainText(type)}${glue(name)}${name}`;
  }
}

const glue = (name: string): string => (name === '' || /^[*&[]/.test(name) ? '' : ' ');

function wrapped(to: QualType, inner: string): string {
  const needs = to.type.kind === 'array' || to.type.kind === 'function';
  return declare(to, needs ? `(${inner})` : inner);
}

function plainText(type: Type): string {
  switch (type.kind) {
    case 'int':
    case 'float':
      return type.name;
    case 'nullptr':
      return 'nullptr_t';
    case 'record':
    case 'enum':
      return type.decl.name;
    case 'void':
    case 'bool':
      return type.kind;
    default:
      return '?';
  }
}
