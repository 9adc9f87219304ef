/**
 * What to say of an #include whose file is not there.
 *
 * In: the path as written, and the headers there are. Out: a diagnostic's code with its words: the header
 * that was meant, a part of C++ or of the chip's library that the built-in compiler has not, or neither.
 */
import { closeMatch } from '../boards/close-match.ts';
import type { DiagnosticCode } from './diagnostics/catalogue.ts';
import type { Words } from './diagnostics/diagnostic.ts';

/** Of the standard C++ library. */
const STANDARD = /^(?:algorithm|array|bitset|chrono|complex|deque|exception|fstream|functional|initializer_list|iomanip|ios|iostream|istream|iterator|limits|list|locale|map|memory|mutex|numeric|optional|ostream|queue|random|ratio|regex|set|sstream|stack|stdexcept|streambuf|string|string_view|thread|tuple|type_traits|typeinfo|unordered_map|unordered_set|utility|valarray|variant|vector|c(?:assert|ctype|errno|float|inttypes|limits|locale|math|setjmp|signal|stdarg|stddef|stdint|stdio|stdlib|string|time))$/; // prettier-ignore
/** Of avr-libc. */
const CHIP = /^(?:avr\/(?:boot|builtins|delay|fuse|lock|parity|portpins|signal|signature|xmega)\.h|compat\/\w+\.h|util\/(?:setbaud|eu_dst|usa_dst)\.h|(?:setjmp|signal|time|fcntl|locale|unistd)\.h|sys\/\w+\.h)$/; // prettier-ignore

export interface Explained {
  readonly code: DiagnosticCode;
  readonly words: Words;
}

export function explainInclude(path: string, headers: readonly string[]): Explained {
  if (STANDARD.test(path) || CHIP.test(path))
    return { code: 'cpp-unsupported', words: { construct: `#include <${path}>` } };
  const same = headers.find((header) => header.toLowerCase() === `${path}.h`.toLowerCase());
  const near = same ?? closeMatch(path, headers);
  return near === undefined
    ? { code: 'cpp-include-missing', words: { file: path } }
    : { code: 'cpp-include-missing-near', words: { file: path, near } };
}
