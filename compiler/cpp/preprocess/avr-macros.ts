/**
 * The macros avr-gcc 5.4 predefines, as facts.
 *
 * From `avr-gcc -mmcu=atmega328p -std=gnu++11 -Os -dM -E -x c++ - </dev/null`; what speaks of fixed-point
 * and decimal types, which our language lacks, is left out. Per chip differ only the device's own names.
 */
import type { Language } from '../lex/keywords.ts';

/** Name → body, for `UnitOptions.defines`. `more` comes last: F_CPU, ARDUINO, the board. */
export function AVR_DEFINES(
  device: string,
  language: Language,
  more: readonly (readonly [name: string, body: string])[] = [],
): ReadonlyMap<string, string> {
  const chip = CHIPS[device] ?? CHIPS['atmega328p'] ?? [];
  return new Map([...COMMON, ...(language === 'c++' ? ONLY_CPP : ONLY_C), ...chip, ...more]);
}

type Defines = readonly (readonly [name: string, body: string])[];

/** Lines of `NAME body`. */
const lines = (text: string): Defines =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
    });

const COMMON = lines(`
AVR 1
__ATOMIC_ACQUIRE 2
__ATOMIC_ACQ_REL 4
__ATOMIC_CONSUME 1
__ATOMIC_RELAXED 0
__ATOMIC_RELEASE 3
__ATOMIC_SEQ_CST 5
__AVR 1
__AVR_ENHANCED__ 1
__AVR_HAVE_16BIT_SP__ 1
__AVR_HAVE_JMP_CALL__ 1
__AVR_HAVE_LPMX__ 1
__AVR_HAVE_MOVW__ 1
__AVR_HAVE_MUL__ 1
__AVR_HAVE_SPH__ 1
__AVR_MEGA__ 1
__AVR_SFR_OFFSET__ 0x20
__AVR__ 1
__BIGGEST_ALIGNMENT__ 1
__BUILTIN_AVR_CLI 1
__BUILTIN_AVR_DELAY_CYCLES 1
__BUILTIN_AVR_FLASH_SEGMENT 1
__BUILTIN_AVR_FMUL 1
__BUILTIN_AVR_FMULS 1
__BUILTIN_AVR_FMULSU 1
__BUILTIN_AVR_INSERT_BITS 1
__BUILTIN_AVR_NOP 1
__BUILTIN_AVR_SEI 1
__BUILTIN_AVR_SLEEP 1
__BUILTIN_AVR_SWAP 1
__BUILTIN_AVR_WDR 1
__BYTE_ORDER__ __ORDER_LITTLE_ENDIAN__
__CHAR16_TYPE__ unsigned int
__CHAR32_TYPE__ long unsigned int
__CHAR_BIT__ 8
__DBL_DECIMAL_DIG__ 9
__DBL_DIG__ 6
__DBL_HAS_DENORM__ 1
__DBL_HAS_INFINITY__ 1
__DBL_HAS_QUIET_NAN__ 1
__DBL_MANT_DIG__ 24
__DBL_MAX_10_EXP__ 38
__DBL_MAX_EXP__ 128
__DBL_MIN_10_EXP__ (-37)
__DBL_MIN_EXP__ (-125)
__DECIMAL_DIG__ 9
__DEC_EVAL_METHOD__ 2
__ELF__ 1
__FINITE_MATH_ONLY__ 0
__FLOAT_WORD_ORDER__ __ORDER_LITTLE_ENDIAN__
__FLT_DECIMAL_DIG__ 9
__FLT_DENORM_MIN__ 1.40129846e-45F
__FLT_DIG__ 6
__FLT_EPSILON__ 1.19209290e-7F
__FLT_EVAL_METHOD__ 0
__FLT_HAS_DENORM__ 1
__FLT_HAS_INFINITY__ 1
__FLT_HAS_QUIET_NAN__ 1
__FLT_MANT_DIG__ 24
__FLT_MAX_10_EXP__ 38
__FLT_MAX_EXP__ 128
__FLT_MAX__ 3.40282347e+38F
__FLT_MIN_10_EXP__ (-37)
__FLT_MIN_EXP__ (-125)
__FLT_MIN__ 1.17549435e-38F
__FLT_RADIX__ 2
__GCC_IEC_559 0
__GCC_IEC_559_COMPLEX 0
__GNUC_MINOR__ 4
__GNUC_PATCHLEVEL__ 0
__GNUC_STDC_INLINE__ 1
__GNUC__ 5
__INT16_C(c) c
__INT16_MAX__ 0x7fff
__INT16_TYPE__ int
__INT24_MAX__ 8388607L
__INT24_MIN__ (-__INT24_MAX__-1)
__INT32_C(c) c ## L
__INT32_MAX__ 0x7fffffffL
__INT32_TYPE__ long int
__INT64_C(c) c ## LL
__INT64_MAX__ 0x7fffffffffffffffLL
__INT64_TYPE__ long long int
__INT8_C(c) c
__INT8_MAX__ 0x7f
__INT8_TYPE__ signed char
__INTMAX_C(c) c ## LL
__INTMAX_MAX__ 0x7fffffffffffffffLL
__INTMAX_TYPE__ long long int
__INTPTR_MAX__ 0x7fff
__INTPTR_TYPE__ int
__INT_FAST16_MAX__ 0x7fff
__INT_FAST16_TYPE__ int
__INT_FAST32_MAX__ 0x7fffffffL
__INT_FAST32_TYPE__ long int
__INT_FAST64_MAX__ 0x7fffffffffffffffLL
__INT_FAST64_TYPE__ long long int
__INT_FAST8_MAX__ 0x7f
__INT_FAST8_TYPE__ signed char
__INT_LEAST16_MAX__ 0x7fff
__INT_LEAST16_TYPE__ int
__INT_LEAST32_MAX__ 0x7fffffffL
__INT_LEAST32_TYPE__ long int
__INT_LEAST64_MAX__ 0x7fffffffffffffffLL
__INT_LEAST64_TYPE__ long long int
__INT_LEAST8_MAX__ 0x7f
__INT_LEAST8_TYPE__ signed char
__INT_MAX__ 0x7fff
__LDBL_DENORM_MIN__ 1.40129846e-45L
__LDBL_DIG__ 6
__LDBL_EPSILON__ 1.19209290e-7L
__LDBL_HAS_DENORM__ 1
__LDBL_HAS_INFINITY__ 1
__LDBL_HAS_QUIET_NAN__ 1
__LDBL_MANT_DIG__ 24
__LDBL_MAX_10_EXP__ 38
__LDBL_MAX_EXP__ 128
__LDBL_MAX__ 3.40282347e+38L
__LDBL_MIN_10_EXP__ (-37)
__LDBL_MIN_EXP__ (-125)
__LDBL_MIN__ 1.17549435e-38L
__LONG_LONG_MAX__ 0x7fffffffffffffffLL
__LONG_MAX__ 0x7fffffffL
__OPTIMIZE_SIZE__ 1
__OPTIMIZE__ 1
__ORDER_BIG_ENDIAN__ 4321
__ORDER_LITTLE_ENDIAN__ 1234
__ORDER_PDP_ENDIAN__ 3412
__PTRDIFF_MAX__ 0x7fff
__PTRDIFF_TYPE__ int
__REGISTER_PREFIX__
__SCHAR_MAX__ 0x7f
__SHRT_MAX__ 0x7fff
__SIG_ATOMIC_MAX__ 0x7f
__SIG_ATOMIC_MIN__ (-__SIG_ATOMIC_MAX__ - 1)
__SIG_ATOMIC_TYPE__ char
__SIZEOF_DOUBLE__ 4
__SIZEOF_FLOAT__ 4
__SIZEOF_INT__ 2
__SIZEOF_LONG_DOUBLE__ 4
__SIZEOF_LONG_LONG__ 8
__SIZEOF_LONG__ 4
__SIZEOF_POINTER__ 2
__SIZEOF_PTRDIFF_T__ 2
__SIZEOF_SHORT__ 2
__SIZEOF_SIZE_T__ 2
__SIZEOF_WCHAR_T__ 2
__SIZEOF_WINT_T__ 2
__SIZE_MAX__ 0xffffU
__SIZE_TYPE__ unsigned int
__STDC_HOSTED__ 1
__STDC_UTF_16__ 1
__STDC_UTF_32__ 1
__STDC__ 1
__UINT16_C(c) c ## U
__UINT16_MAX__ 0xffffU
__UINT16_TYPE__ unsigned int
__UINT24_MAX__ 16777215UL
__UINT32_C(c) c ## UL
__UINT32_MAX__ 0xffffffffUL
__UINT32_TYPE__ long unsigned int
__UINT64_C(c) c ## ULL
__UINT64_MAX__ 0xffffffffffffffffULL
__UINT64_TYPE__ long long unsigned int
__UINT8_C(c) c
__UINT8_MAX__ 0xff
__UINT8_TYPE__ unsigned char
__UINTMAX_C(c) c ## ULL
__UINTMAX_MAX__ 0xffffffffffffffffULL
__UINTMAX_TYPE__ long long unsigned int
__UINTPTR_MAX__ 0xffffU
__UINTPTR_TYPE__ unsigned int
__UINT_FAST16_MAX__ 0xffffU
__UINT_FAST16_TYPE__ unsigned int
__UINT_FAST32_MAX__ 0xffffffffUL
__UINT_FAST32_TYPE__ long unsigned int
__UINT_FAST64_MAX__ 0xffffffffffffffffULL
__UINT_FAST64_TYPE__ long long unsigned int
__UINT_FAST8_MAX__ 0xff
__UINT_FAST8_TYPE__ unsigned char
__UINT_LEAST16_MAX__ 0xffffU
__UINT_LEAST16_TYPE__ unsigned int
__UINT_LEAST32_MAX__ 0xffffffffUL
__UINT_LEAST32_TYPE__ long unsigned int
__UINT_LEAST64_MAX__ 0xffffffffffffffffULL
__UINT_LEAST64_TYPE__ long long unsigned int
__UINT_LEAST8_MAX__ 0xff
__UINT_LEAST8_TYPE__ unsigned char
__USER_LABEL_PREFIX__
__VERSION__ "5.4.0"
__WCHAR_MAX__ 0x7fff
__WCHAR_MIN__ (-__WCHAR_MAX__ - 1)
__WCHAR_TYPE__ int
__WINT_MAX__ 0x7fff
__WINT_MIN__ (-__WINT_MAX__ - 1)
__WINT_TYPE__ int
__WITH_AVRLIBC__ 1
`);

const ONLY_CPP = lines(`
__DBL_DENORM_MIN__ double(1.40129846e-45L)
__DBL_EPSILON__ double(1.19209290e-7L)
__DBL_MAX__ double(3.40282347e+38L)
__DBL_MIN__ double(1.17549435e-38L)
__DEPRECATED 1
__GNUG__ 5
__GXX_EXPERIMENTAL_CXX0X__ 1
__GXX_WEAK__ 1
__cplusplus 201103L
__cpp_binary_literals 201304
__cpp_constexpr 200704
`);

const ONLY_C = lines(`
__DBL_DENORM_MIN__ ((double)1.40129846e-45L)
__DBL_EPSILON__ ((double)1.19209290e-7L)
__DBL_MAX__ ((double)3.40282347e+38L)
__DBL_MIN__ ((double)1.17549435e-38L)
__FLASH 1
__MEMX 1
__STDC_VERSION__ 201112L
`);

const CHIPS: Readonly<Record<string, Defines>> = {
  atmega328p: lines(`
__AVR_2_BYTE_PC__ 1
__AVR_ARCH__ 5
__AVR_ATmega328P__ 1
__AVR_DEVICE_NAME__ atmega328p
  `),
  atmega328: lines(`
__AVR_2_BYTE_PC__ 1
__AVR_ARCH__ 5
__AVR_ATmega328__ 1
__AVR_DEVICE_NAME__ atmega328
  `),
  atmega168: lines(`
__AVR_2_BYTE_PC__ 1
__AVR_ARCH__ 5
__AVR_ATmega168__ 1
__AVR_DEVICE_NAME__ atmega168
  `),
  atmega2560: lines(`
__AVR_3_BYTE_PC__ 1
__AVR_ARCH__ 6
__AVR_ATmega2560__ 1
__AVR_DEVICE_NAME__ atmega2560
__AVR_HAVE_EIJMP_EICALL__ 1
__AVR_HAVE_ELPMX__ 1
__AVR_HAVE_ELPM__ 1
__AVR_HAVE_RAMPZ__ 1
  `),
  atmega1280: lines(`
__AVR_2_BYTE_PC__ 1
__AVR_ARCH__ 51
__AVR_ATmega1280__ 1
__AVR_DEVICE_NAME__ atmega1280
__AVR_HAVE_ELPMX__ 1
__AVR_HAVE_ELPM__ 1
__AVR_HAVE_RAMPZ__ 1
  `),
  atmega32u4: lines(`
__AVR_2_BYTE_PC__ 1
__AVR_ARCH__ 5
__AVR_ATmega32U4__ 1
__AVR_DEVICE_NAME__ atmega32u4
  `),
};
