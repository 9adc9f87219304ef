/** Numbers, characters and texts: values and types as avr-gcc has them. */
import { describe, expect, it } from 'vitest';
import { charValue, numberValue, stringValue } from '../../../../compiler/cpp/lex/literals.ts';

const integer = (spelling: string): string => {
  const number = numberValue(spelling);
  return number === undefined ? 'none' : `${number.value} ${number.type}`;
};

describe('an integer', () => {
  it.each([
    ['0', '0 int'],
    ['255', '255 int'],
    ['32767', '32767 int'],
    ['32768', '32768 long'],
    ['0x7fff', '32767 int'],
    ['0x8000', '32768 unsigned int'],
    ['0xFFFF', '65535 unsigned int'],
    ['0x10000', '65536 long'],
    ['0x80000000', '2147483648 unsigned long'],
    ['2147483648', '2147483648 long long'],
    ['65535u', '65535 unsigned int'],
    ['65536U', '65536 unsigned long'],
    ['1L', '1 long'],
    ['1ul', '1 unsigned long'],
    ['1LU', '1 unsigned long'],
    ['1ll', '1 long long'],
    ['1ULL', '1 unsigned long long'],
    ['0b1010', '10 int'],
    ['0B11111111', '255 int'],
    ['0777', '511 int'],
    ["1'000'000", '1000000 long'],
    ['18446744073709551615', '18446744073709551615 unsigned long long'],
    ['08', 'none'],
    ['0x', 'none'],
    ['1lul', 'none'],
    ['12abc', 'none'],
  ])('%s is %s', (spelling, expected) => {
    expect(integer(spelling)).toBe(expected);
  });
  it('that does not fit 64 bits says so', () => {
    expect(numberValue('18446744073709551616')).toMatchObject({ isTooBig: true, value: 0n });
  });
  it('may have a suffix of the user', () => {
    expect(numberValue('12_km')).toMatchObject({ value: 12n, udSuffix: '_km' });
  });
});

describe('a float', () => {
  it.each([
    ['1.5', '1.5 double'],
    ['.5f', '0.5 float'],
    ['1.', '1 double'],
    ['1e3', '1000 double'],
    ['2.5E-1L', '0.25 long double'],
    ['0x1p-3', '0.125 double'],
    ['0x1.8p1f', '3 float'],
    ['1e400', 'Infinity double'],
  ])('%s is %s', (spelling, expected) => {
    expect(integer(spelling)).toBe(expected);
  });
  it.each(['1.5.2', '1e', '0x1.8'])('%s is none', (spelling) => {
    expect(numberValue(spelling)).toBeUndefined();
  });
});

describe('a character', () => {
  it.each([
    ["'a'", 97, 'char'],
    ["'\\n'", 10, 'char'],
    ["'\\0'", 0, 'char'],
    ["'\\x41'", 65, 'char'],
    ["'\\101'", 65, 'char'],
    ["'\\xff'", -1, 'char'],
    ["'\\\\'", 92, 'char'],
    ["'ab'", 0x6162, 'int'],
    ["L'é'", 233, 'wchar_t'],
    ["u'\\u20ac'", 0x20ac, 'char16_t'],
    ["U'😀'", 0x1f600, 'char32_t'],
  ])('%s is %s, a %s', (spelling, value, type) => {
    expect(charValue(spelling)).toEqual({ value, type });
  });
  it('without anything between its apostrophes is none', () => {
    expect(charValue("''")).toBeUndefined();
  });
});

describe('a text', () => {
  const bytes = (spelling: string): string =>
    [...(stringValue(spelling)?.bytes ?? [])].map((byte) => byte.toString(16)).join(' ');
  it.each([
    ['"ab"', '61 62'],
    ['"é"', 'c3 a9'],
    ['"😀"', 'f0 9f 98 80'],
    ['"\\u00e9"', 'c3 a9'],
    ['"\\xe9"', 'e9'],
    ['"a\\tb\\""', '61 9 62 22'],
    ['R"(a\\n)"', '61 5c 6e'],
    ['R"x(a)"b)x"', '61 29 22 62'],
    ['u8"é"', 'c3 a9'],
  ])('%s is the bytes %s', (spelling, expected) => {
    expect(bytes(spelling)).toBe(expected);
  });
});
