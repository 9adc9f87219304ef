/** Words that are no names, per language. */

export type Language = 'c' | 'c++';

const BOTH = [
  'auto', 'break', 'case', 'char', 'const', 'continue', 'default', 'do', 'double', 'else', 'enum', 'extern',
  'float', 'for', 'goto', 'if', 'inline', 'int', 'long', 'register', 'return', 'short', 'signed', 'sizeof',
  'static', 'struct', 'switch', 'typedef', 'union', 'unsigned', 'void', 'volatile', 'while',
  '__asm__', '__asm', 'asm', '__attribute__', '__attribute', '__extension__', '__inline__', '__inline',
  '__volatile__', '__volatile', '__const__', '__const', '__restrict__', '__restrict', '__signed__', '__signed',
  '__typeof__', '__typeof', 'typeof', '__alignof__', '__alignof', '__builtin_va_arg', '__builtin_offsetof',
  '__builtin_types_compatible_p', '__label__', '__thread', '__complex__', '__real__', '__imag__', '__int24',
  '__uint24', '__func__', '__FUNCTION__', '__PRETTY_FUNCTION__', '__flash', '__memx', '__null', '_Complex',
]; // prettier-ignore

const ONLY_C = ['restrict', '_Bool', '_Static_assert', '_Alignof', '_Alignas', '_Noreturn',
  '_Generic', '_Thread_local', '_Atomic']; // prettier-ignore

const ONLY_CPP = [
  'alignas', 'alignof', 'bool', 'catch', 'char16_t', 'char32_t', 'class', 'const_cast', 'constexpr', 'decltype',
  'delete', 'dynamic_cast', 'explicit', 'export', 'false', 'friend', 'mutable', 'namespace', 'new', 'noexcept',
  'nullptr', 'operator', 'private', 'protected', 'public', 'reinterpret_cast', 'static_assert', 'static_cast',
  'template', 'this', 'thread_local', 'throw', 'true', 'try', 'typeid', 'typename', 'using', 'virtual',
  'wchar_t', '_Bool', '_Static_assert', '__is_enum', '__is_class', '__is_base_of', '__is_pod', '__is_union',
]; // prettier-ignore

export const KEYWORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  c: new Set([...BOTH, ...ONLY_C]),
  'c++': new Set([...BOTH, ...ONLY_CPP]),
};

/** `and`, `or` … of C++, by the operator they stand for. */
export const WORD_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['xor', '^'],
  ['bitand', '&'],
  ['bitor', '|'],
  ['compl', '~'],
  ['and_eq', '&='],
  ['or_eq', '|='],
  ['xor_eq', '^='],
  ['not_eq', '!='],
]);
