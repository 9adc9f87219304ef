import { describe, expect, it } from 'vitest';
import { requireTool } from '../support/reference-tools.ts';
import { OUR_COMPILERS } from './compile-ours.ts';
import { linesOf, onBothCoresWith } from './on-both-cores.ts';

const NUMBERS = `
  unsigned long seed = 2026;
  unsigned long chance() { seed = seed * 1664525UL + 1013904223UL; return seed >> 8 ^ seed << 16; }
  float anyFloat(byte least, byte most) {
    union { unsigned long bits; float value; } u;
    u.bits = (chance() & 0x807FFFFFUL) | (unsigned long)(least + chance() % (most - least)) << 23;
    return u.value;
  }`;

describe.runIf(requireTool('avr-g++', 'arduino-core')).each(OUR_COMPILERS)(
  'texts are the same with both cores (%s):',
  (compiler) => {
    const onBothCores = onBothCoresWith(compiler);
    it('print() of numbers, in any base and with any digits', async () => {
      const { ours, theirs } = await onBothCores(`${NUMBERS}
      void setup() {
        Serial.begin(1000000);
        for (byte i = 0; i < 40; i++) {
          long n = chance();
          Serial.println(n);
          Serial.println((unsigned long)n);
          Serial.println((int)n);
          Serial.println((byte)n);
          Serial.println((unsigned int)n, HEX);
          Serial.println(n, BIN);
          Serial.println(n, (int)(chance() % 40));
          Serial.println(n, OCT);
        }
        for (int i = 0; i < 150; i++) {
          Serial.println(anyFloat(100, 160), (int)(chance() % 11));
          Serial.println(anyFloat(120, 135));
        }
        Serial.println(NAN); Serial.println(INFINITY); Serial.println(-INFINITY); Serial.println(4294967040.0);
        Serial.println(4294967296.0); Serial.println(-0.0); Serial.println(0.005); Serial.println(1.995); Serial.println(9.9999999, 3);
        Serial.println('c'); Serial.println("text"); Serial.println(F("flash")); Serial.println(String("String"));
        Serial.print(true); Serial.print(-0.5, 0); Serial.println(Serial.print("twelve chars"));
        Serial.println("end");
      }
      void loop() {}`);
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours).length).toBeGreaterThan(600);
    });

    it('String: every function, as it grows, shrinks, is searched and taken apart', async () => {
      const { ours, theirs } = await onBothCores(
        `${NUMBERS}
      void show(const char *what, const String &s) { Serial.print(what); Serial.print(s.length()); Serial.print('<'); Serial.print(s); Serial.println('>'); }
      String twice(String s) { return s + s; }
      String made() { String s = "made"; s += 1; return s; }
      void setup() {
        Serial.begin(1000000);
        String s("Hello"), empty;
        show("a", s + ' ' + 42 + F(" flash") + 3.14159 + 12UL + -3L + (byte)200 + 7U + s);
        s += ' '; s += 42; s += F(" fl"); s += -5L; s += 5UL; s += 1.5f; s += 2.25; s += (byte)9; s += String("S");
        show("b", s);
        s.concat("x"); s.concat('y'); s.concat(String(s)); show("c", s);
        show("d", String(255, HEX)); show("d", String(-255, HEX)); show("d", String(-255)); show("d", String(5, BIN)); show("d", String(123456789L)); show("d", String(3000000000UL, HEX)); show("d", String((byte)255, BIN)); show("d", String('c')); show("d", String(3.14159, 4)); show("d", String(2.5f)); show("d", String(1e10, 3)); show("d", String(-0.0001, 6)); show("d", String(F("flash")));
        String t = "one,two,,three,two";
        show("e", t.substring(4)); show("e", t.substring(4, 7)); show("e", t.substring(7, 4)); show("e", t.substring(50)); show("e", t.substring(3, 3)); show("e", t.substring(0, 99));
        for (byte i = 0; i < 20; i += 3) { Serial.println(t.indexOf(',', i)); Serial.println(t.indexOf("two", i)); Serial.println(t.lastIndexOf(',', i)); Serial.println(t.lastIndexOf("two", i)); }
        Serial.println(t.indexOf('z')); Serial.println(t.indexOf("twe")); Serial.println(t.lastIndexOf('t')); Serial.println(t.lastIndexOf("o")); Serial.println(t.indexOf(""));
        t.replace("two", "2"); show("f", t); t.replace("2", "second"); show("f", t); t.replace("e", ""); show("f", t); t.replace(',', ';'); show("f", t); t.replace("", "q"); show("f", t); t.replace("third", "3"); show("f", t);
        t.remove(3); show("g", t); t = "abcdefgh"; t.remove(2, 3); show("g", t); t.remove(9); show("g", t); t.remove(1, 0); show("g", t); t.remove(0, 99); show("g", t);
        t = "  \\t Trim me \\r\\n "; t.trim(); show("h", t); t = "   "; t.trim(); show("h", t); t.toUpperCase();
        t = "MiXed 1"; t.toUpperCase(); show("i", t); t.toLowerCase(); show("i", t);
        Serial.println(t.charAt(2)); Serial.println(t[1]); Serial.println((int)t.charAt(99)); t.setCharAt(0, 'Q'); t[1] = 'W'; t.setCharAt(99, 'x'); show("j", t);
        char buffer[6]; t.toCharArray(buffer, 6); Serial.println(buffer); t.toCharArray(buffer, 6, 4); Serial.println(buffer); t.getBytes((byte *)buffer, 3); Serial.println(buffer);
        String a = "abc", b = "abd", c = "ABC";
        Serial.println(a == b); Serial.println(a != b); Serial.println(a < b); Serial.println(a > b); Serial.println(a <= a); Serial.println(a >= b); Serial.println(a == "abc"); Serial.println(a.equals("abc")); Serial.println(a.equalsIgnoreCase(c)); Serial.println(a.compareTo(b)); Serial.println(empty == ""); Serial.println(empty.compareTo(a)); Serial.println(a.startsWith("ab")); Serial.println(a.startsWith("bc", 1)); Serial.println(a.endsWith("bc")); Serial.println(a.endsWith("abcd")); Serial.println(a.startsWith("abcd"));
        Serial.println(String("12.75x").toFloat()); Serial.println(String(" -77x").toInt()); Serial.println(String("x").toInt()); Serial.println(String("1e3").toFloat()); Serial.println(String("-.5").toDouble());
        show("k", twice("ab")); show("k", made()); String m = made(); m = made(); m = twice(m); show("k", m);
        if (a) Serial.println("valid"); String n((const char *)NULL); if (!n) Serial.println("invalid"); Serial.println(n.length()); Serial.println(a.reserve(50)); show("l", a);
        m = ""; for (int i = 0; i < 300; i++) { m += (char)('a' + i % 26); if (i % 37 == 0) m = m.substring(i % 5); } show("m", m);
        for (char letter : String("range")) Serial.print(letter);
        Serial.println(); Serial.println("end");
      }
      void loop() {}`,
        { chip: 'atmega2560' },
      );
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours).length).toBeGreaterThan(100);
    });

    it('conversions of the C library: itoa, dtostrf, strtol, strtod, sprintf, sscanf', async () => {
      const { ours, theirs } = await onBothCores(`${NUMBERS}
      char text[80];
      void setup() {
        Serial.begin(1000000);
        for (byte i = 0; i < 60; i++) {
          long n = chance();
          int radix = 2 + chance() % 35;
          Serial.println(itoa(n, text, radix)); Serial.println(ltoa(n, text, radix)); Serial.println(ultoa(n, text, radix)); Serial.println(utoa(n, text, 10));
          ltoa(n, text, radix);
          char *end; Serial.println(strtol(text, &end, radix)); Serial.println((int)(end - text)); Serial.println(strtoul(text, NULL, radix));
        }
        for (int i = 0; i < 250; i++) {
          float x = i < 150 ? anyFloat(110, 150) : anyFloat(1, 254);
          byte digits = i < 150 ? chance() % 10 : chance() % 20;
          char big[80];
          Serial.println(dtostrf(x, (int)(chance() % 30) - 15, digits, big));
          Serial.println(dtostre(x, text, chance() % 9, chance() % 8));
          dtostrf(x, 1, 6, text); if (i < 150) Serial.println(atof(text) == strtod(text, NULL));
        }
        const char *const numbers[] = {"0", "-0", "1.5", "  +2.25rest", ".5", "-.25e2", "1e5", "1E-3", "12345678901234", "0.000000000000123", "1e", "1e+", "abc", "", "-", "3.4e38", "1e-45", "4294967295", "16777217", "0.1", "99999.99"};
        for (const char *number : numbers) { char *end; union { float value; unsigned long bits; } u; u.value = strtod(number, &end); Serial.print(u.bits, HEX); Serial.print(' '); Serial.println((int)(end - number)); }
        const char *const wholes[] = {"0x1F", "017", "  -42 ", "99999999999", "-99999999999", "+7", "0x", "zz", "2147483648", "-2147483648"};
        for (const char *whole : wholes) { Serial.println(strtol(whole, NULL, 0)); Serial.println(strtoul(whole, NULL, 16)); Serial.println(atoi(whole)); Serial.println(atol(whole)); }
        #define SHOW(...) Serial.print(sprintf(text, __VA_ARGS__)); Serial.print('<'); Serial.print(text); Serial.println('>')
        SHOW("%d|%5d|%-5d|%05d|%+d|% d", 12, -3, 42, -7, 5, 6); SHOW("%u %x %X %o %#x %#o %#X", 65535U, 255, 0xABC, 8, 255, 8, 0xbeef);
        SHOW("%ld %lu %lx %li", -123456789L, 4000000000UL, 0xDEADBEEFUL, 5L); SHOW("%c%c|%5c|%-3c|", 'a', 'b', 'c', 'd'); SHOW("%s|%8s|%-8s|%.2s|%6.3s|", "str", "right", "left", "cut", "abcdef");
        SHOW("%S %s", PSTR("flash"), "ram"); SHOW("%%|%f|%5.2f|%e", 1.5, 2.5, 3.5); SHOW("%.3d|%8.4d|%-8.4d|%.0d|", 5, 42, 42, 0); SHOW("%hd %hhd %hhu", 1000, 300, 300); SHOW("%p", (void *)0x1234); SHOW("100%% sure %i", 9); SHOW("%02d:%02d:%02d", 1, 2, 33); SHOW("%0+5d|%+.2d|%x", 7, 3, 0);
        Serial.println(snprintf(text, 5, "%s", "truncated")); Serial.println(text); Serial.println(snprintf_P(text, 40, PSTR("P %d"), 3)); Serial.println(text);
        int a = 0, b = 0; long c = 0; unsigned u = 0; char word[10] = "", letter = 0; Serial.println(sscanf("12 -7 ff 123456789 word z", "%d %d %x %ld %s %c", &a, &b, &u, &c, word, &letter)); Serial.println(a); Serial.println(b); Serial.println(u); Serial.println(c); Serial.println(word); Serial.println(letter);
        Serial.println(sscanf("3,4;5", "%d,%d:%d", &a, &b, &u)); Serial.println(sscanf("", "%d", &a)); Serial.println(sscanf("x", "%d", &a)); Serial.println(sscanf("12345", "%2d%3d", &a, &b)); Serial.println(a); Serial.println(b);
        Serial.println("end");
      }
      void loop() {}`);
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours).length).toBeGreaterThan(800);
    });

    it('functions of string.h and ctype.h, in RAM and in flash', async () => {
      const { ours, theirs } = await onBothCores(`
      char a[40]; char b[40];
      #define N(x) Serial.println((int)(x))
      #define SIGN(x) Serial.println((x) < 0 ? -1 : (x) > 0)
      void setup() {
        Serial.begin(1000000);
        for (int c = -1; c < 256; c++) { int kinds = !!isalpha(c) | !!isdigit(c) << 1 | !!isalnum(c) << 2 | !!isspace(c) << 3 | !!isupper(c) << 4 | !!islower(c) << 5 | !!isxdigit(c) << 6 | !!ispunct(c) << 7 | !!isprint(c) << 8 | !!isgraph(c) << 9 | !!iscntrl(c) << 10 | !!isblank(c) << 11; N(kinds); N(toupper(c)); N(tolower(c)); N(isAlphaNumeric(c) | isWhitespace(c) << 1 | isAscii(c) << 2); }
        strcpy(a, "hello world"); N(strlen(a)); N(strchr(a, 'o') - a); N(strrchr(a, 'o') - a); N(strstr(a, "wor") - a); N(strstr(a, "zzz")); N(strpbrk(a, "wr") - a); N(strspn(a, "hel")); N(strcspn(a, "ow"));
        SIGN(strcmp(a, "hello")); SIGN(strcmp("a", "b")); SIGN(strncmp(a, "help", 3)); SIGN(strncmp(a, "help", 4)); SIGN(strcasecmp("ABC", "abd")); SIGN(strncasecmp("ABC", "abd", 2)); SIGN(memcmp("\\x80", "\\x7f", 1)); N((char *)memchr(a, 'w', 11) - a);
        strncpy(b, a, 5); b[5] = 0; Serial.println(b); strcat(b, "!"); strncat(b, "abcdef", 3); Serial.println(b); N(strlcpy(b, "abcdefgh", 5)); Serial.println(b); N(strlcat(b, "xyz123", 7)); Serial.println(b);
        for (char *word = strtok(a, " l"); word != NULL; word = strtok(NULL, " l")) Serial.println(word);
        strcpy(a, "x,,y"); char *rest = a; while (char *part = strsep(&rest, ",")) { Serial.print('<'); Serial.println(part); }
        strcpy(a, "MiXed"); Serial.println(strupr(a)); Serial.println(strlwr(a)); Serial.println(strrev(a)); memmove(a + 1, a, 4); Serial.println(a); memset(a, '-', 3); Serial.println(a); N(strnlen(a, 3)); N(strnlen(a, 30));
        strcpy_P(b, PSTR("flash text")); Serial.println(b); N(strlen_P(PSTR("123456"))); SIGN(strcmp_P("abc", PSTR("abd"))); SIGN(strncmp_P("abc", PSTR("abd"), 2)); SIGN(strcasecmp_P("ABC", PSTR("abc"))); strcat_P(b, PSTR("!")); Serial.println(b); strncpy_P(a, PSTR("12345"), 3); a[3] = 0; Serial.println(a); memcpy_P(a, PSTR("QW"), 2); Serial.println(a); SIGN(memcmp_P("ab", PSTR("ac"), 2)); N(strstr_P("finding", PSTR("din")) != NULL); N(strlcpy_P(a, PSTR("long one"), 4)); Serial.println(a);
        memcpy(a, "copied one", 11); Serial.println(a); N((char *)memccpy(b, a, 'd', 20) - b); N((char *)memmem(a, 10, "ied", 3) - a); N((char *)memrchr(a, 'o', 10) - a); N(strcasestr(a, "PIE") - a); N(strchrnul(a, 'z') - a); N(strchr_P(PSTR("abc"), 'z') == NULL); N(memchr_P(PSTR("abc"), 'b', 3) != NULL); N(strnlen_P(PSTR("abcdef"), 4)); char *twin = strdup(a); Serial.println(twin); N(twin != a); free(twin); char *mark; for (char *word = strtok_r(a, " ", &mark); word != NULL; word = strtok_r(NULL, " ", &mark)) Serial.println(word);
        int numbers[] = {5, -3, 99, 0, 7, -100, 42, 5}; qsort(numbers, 8, sizeof(int), [](const void *x, const void *y) { int l = *(const int *)x, r = *(const int *)y; return l < r ? -1 : l > r; }); for (int n : numbers) N(n);
        int key = 42; N((int *)bsearch(&key, numbers, 8, sizeof(int), [](const void *x, const void *y) { int l = *(const int *)x, r = *(const int *)y; return l < r ? -1 : l > r; }) - numbers);
        N(div(-17, 5).quot); N(div(-17, 5).rem); Serial.println(ldiv(100000L, 7).rem); N(ffs(8)); N(abs(-5)); Serial.println(labs(-70000L));
        Serial.println("end");
      }
      void loop() {}`);
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours).length).toBeGreaterThan(1000);
    });

    it('random(), rand() and map() give the same numbers for any seed', async () => {
      const { ours, theirs } = await onBothCores(`${NUMBERS}
      void setup() {
        Serial.begin(1000000);
        for (byte i = 0; i < 20; i++) { Serial.println(random(1000)); Serial.println(rand()); }
        for (byte i = 0; i < 60; i++) {
          unsigned long seed = i < 50 ? chance() : (unsigned long[]){0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFE, 0x80000001, 123459876, 2, 65536}[i - 50];
          randomSeed(seed); srand(seed);
          Serial.println(random()); Serial.println(random(-50, 50)); Serial.println(random(chance())); Serial.println(random(5, 5)); Serial.println(random(0)); Serial.println(rand());
          Serial.println(map(chance() % 1024, 0, 1023, 0, 255)); Serial.println(map(chance() % 100, 0, 99, 255, -255)); Serial.println(map((long)chance() >> 12, -500, 500, 0, 1000));
        }
        Serial.println(word(0x12, 0x34), HEX); Serial.println(highByte(0xABCD)); Serial.println(bit(20)); Serial.println(constrain(300, 0, 255)); Serial.println(round(-2.5)); Serial.println(sq(12)); Serial.println(bitRead(5, 2));
        Serial.println("end");
      }
      void loop() {}`);
      expect(linesOf(ours)).toEqual(linesOf(theirs));
      expect(linesOf(ours).length).toBeGreaterThan(500);
    });
  },
);
