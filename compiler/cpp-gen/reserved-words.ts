/**
 * Words a sketch cannot use for its own names: C++ keywords and every lower-case name that the
 * Arduino core, its libraries and avr-libc define at file scope for any of our chips (macros
 * included; found by declaring each word of their headers and keeping those the compiler refused).
 * The names of our own drivers are read from the templates instead.
 */
const WORDS = `
abort abs acos acosf alignas alignof analogInPinToBit analogInputToDigitalPin analogPinToChannel
analogRead analogReference analogWrite and asin asinf asm atan atan2 atan2f atanf atexit atof atoi
atol attachInterrupt auto avr bit bitClear bitRead bitSet bitToggle bitWrite bitand bitor bool
boolean break bsearch byte calloc case catch cbrt cbrtf ceil ceilf char class clearerr clearerror
cli clockCyclesPerMicrosecond clockCyclesToMicroseconds compl concept const constexpr constrain
continue copysign copysignf cos cosf cosh coshf decltype default degrees delay delayMicroseconds
delete detachInterrupt digitalPinHasPWM digitalPinToBitMask digitalPinToInterrupt digitalPinToPCICR
digitalPinToPCICRbit digitalPinToPCMSK digitalPinToPCMSKbit digitalPinToPort digitalPinToTimer
digitalRead digitalWrite div do double dtostre dtostrf else enum exit exp expf explicit export
extern fabs fabsf false fclose fdevopen fdim fdimf fdopen feof ferror fflush ffs ffsl ffsll fgetc
fgetpos fgets fileno final float floor floorf fma fmaf fmax fmaxf fmin fminf fmod fmodf fopen for
fprintf fputc fputs fread free freopen frexp frexpf friend fscanf fseek fsetpos ftell fwrite getc
getchar getenv gets goto highByte hypot hypotf if import init initVariant inline int interrupts
isAlpha isAlphaNumeric isAscii isControl isDigit isGraph isHexadecimalDigit isLowerCase isPrintable
isPunct isSpace isUpperCase isWhitespace isalnum isalpha isascii isblank iscntrl isdigit isfinite
isfinitef isgraph isinf isinff islower isnan isnanf isprint ispunct isspace isupper isxdigit itoa
labs ldexp ldexpf ldiv linux log log10 log10f logf long loop lowByte lrint lrintf lround lroundf
ltoa main makeWord malloc map max memccpy memchr memcmp memcpy memmem memmove memrchr memset micros
microsecondsToClockCycles millis min modf modff module mutable namespace new noInterrupts noTone
noexcept not nullptr offsetof operator or override perror pinMode portInputRegister
portModeRegister portOutputRegister pow powf printf private protected public pulseIn pulseInLong
putc putchar puts qsort radians rand random randomSeed realloc register remove rename requires reti
return rewind round roundf scanf sei serialEventRun setbuf setup setvbuf shiftIn shiftOut short
signbit signbitf signed sin sinf sinh sinhf sizeof snprintf sprintf sq sqrt sqrtf square squaref
srand srandom sscanf static stderr stdin stdout strcasecmp strcasestr strcat strchr strchrnul
strcmp strcoll strcpy strcspn strdup strerror string strlcat strlcpy strlen strlwr strncasecmp
strncat strncmp strncpy strnlen strpbrk strrchr strrev strsep strspn strstr strtod strtok strtol
strtoul struct strupr strxfrm switch system tan tanf tanh tanhf template this throw tmpfile tmpnam
toAscii toLowerCase toUpperCase toascii tolower tone toupper true trunc truncf try typedef typeid
typename u16 u32 u8 ultoa ungetc union unix unsigned using utoa vfprintf vfscanf virtual void
volatile vprintf vscanf vsnprintf vsprintf while word xor yield
`;

/** The parameters of own blocks that wait, and the one name C++ keeps at file scope. */
const GENERATED = ['me', 'script', 'std'];

export const RESERVED_WORDS: ReadonlySet<string> = new Set([...WORDS.trim().split(/\s+/), ...GENERATED]);
