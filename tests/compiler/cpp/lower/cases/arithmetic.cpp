//# adds, subtracts and multiplies 8, 16, 32 and 64 bits, signed and unsigned
void run() {
  u8 a = 200 + zero, b = 100; s8 c = -100, d = 50; int e = 30000 + zero, f = 2000; unsigned g = 60000u + zero;
  long h = 2000000000L + zero; unsigned long i = 4000000000UL + zero; long long j = 9000000000LL + zero;
  o1(a + b); o1(a * b); o2(a + b); o2(a * b); o1(c - d); o2(c * d); o2(e - f); o2(g + e); o2(g * 3u);
  o4(h - 5); o4(i + i); o4(i * 7); o4(h ^ (long)i); o8(j * j); o8(j - 10000000000LL); o8(-j);
  o2(e - g); o4((unsigned long)e * g); o4(-h);
}
//# divides and takes remainders with the signs of C
void run() {
  int a = -17 + zero, b = 5; unsigned c = 50000u + zero, d = 7; long e = -1000000L + zero, f = 333;
  unsigned long g = 3000000000UL + zero; s8 h = -128 + zero; u8 i = 250 + zero; long long j = -77777777777LL + zero;
  o2(a / b); o2(a % b); o2(-a / b); o2(a / -b); o2(a % -b); o2(c / d); o2(c % d); o4(e / f); o4(e % f);
  o4(g / 1000); o4(g % 1000); o2(h / 3); o2(h % 3); o1(i / 7); o1(i % 7); o8(j / 1234567); o8(j % 1234567);
  o8((unsigned long long)j / 10); o8((unsigned long long)j % 10);
}
//# shifts left and right, arithmetic for signed, by constants and variables
void run() {
  int n = 3 + zero; s8 a = -64 + zero; u8 b = 0x93 + zero; int c = -12345 + zero; unsigned d = 0x8421u + zero;
  long e = -123456789L + zero; unsigned long f = 0x80000001UL + zero; long long g = -5000000000LL + zero;
  o2(a >> n); o2(a << n); o2(b >> n); o2(b << n); o1(b << 1); o2(c >> n); o2(c >> 9); o2(d << n); o2(d >> n);
  o4(e >> n); o4(e >> 17); o4(f >> 31); o4(f << n); o4(1L << 20); o8(g >> n); o8(g << 20); o8(1ULL << 40);
  o2(1 << n); o4(1UL << (n * 5)); u8 m = 2 + zero; o2(c >> m); o4(f >> m);
}
//# works bit by bit
void run() {
  u8 a = 0x5a + zero; unsigned b = 0x1234 + zero; unsigned long c = 0xdeadbeefUL + zero; long long d = 0x123456789abcLL + zero;
  o1(~a); o2(~a); o2(a & b); o2(a | b); o2(a ^ b); o4(c & 0xff00ff); o4(~c); o4(c | b); o8(~d); o8(d & 0xff00ff00ffLL); o8(d ^ c);
  a |= 0x80; o1(a); a &= ~0x08; o1(a); a ^= 0xff; o1(a); o2(!a); o2(!!b);
}
//# compares signed, unsigned and mixed operands
void run() {
  int a = -1 + zero; unsigned b = 1; s8 c = -5 + zero; u8 d = 251 + zero; long e = -70000L + zero; unsigned long f = 70000UL + zero;
  o1(a < b); o1(a < (int)b); o1(c < d); o1(c == d); o1((u8)c == d); o1(e < f); o1(e < (long)f); o1(a <= -1); o1(a >= -1); o1(a > -2);
  o1(b <= 1); o1(b >= 2); o1(b != 1); long long g = -1LL + zero; o1(g < 0); o1(g > 1000000000000LL); o1((unsigned long long)g > 5);
  o1(d > 250); o1(d < 252); o1(c > -6); o1(f > 69999UL); o1(e == -70000L);
}
//# extends and cuts between every pair of integer types
void run() {
  s8 a = -3 + zero; u8 b = 253 + zero; int c = -300 + zero; unsigned d = 65000u + zero; long e = -100000L + zero; unsigned long f = 0xfedcba98UL + zero; long long g = -0x123456789aLL + zero;
  o2(a); o2(b); o4(a); o4(b); o8(a); o8(b); o1(c); o4(c); o8(c); o1(d); o4(d); o8(d); o1(e); o2(e); o8(e); o1(f); o2(f); o8(f); o1(g); o2(g); o4(g);
  o4((unsigned long)a); o4((unsigned)a); o4((long)(unsigned)c); o8((unsigned long)c); o8((long long)(unsigned long)e); o2((s8)b); o4((int)f);
}
//# turns anything into a bool and a bool into anything
void run() {
  int a = 256 + zero; unsigned long b = 0x10000UL + zero; long long c = 0x100000000LL + zero; float d = 0.5f + zero; u8 *p = 0; bool e = a; bool f = b; bool g = c; bool h = d; bool i = p; bool j = 'x';
  o1(e); o1(f); o1(g); o1(h); o1(i); o1(j); o2(e + f + g + h + i + j); bool k = e && !i; o1(k); k = !k; o1(k); k |= 4; o1(k); k &= 2; o1(k); o4((long)e << 17); o1(e == f); of(e);
  k = (a & 256) != 0; o1(k); o2(k ? 10 : 20); bool l = 2 + zero; o1(l + l);
}
//# computes floats exactly
void run() {
  float a = 1.5f + zero, b = -2.25f, c = 1e10f + zero; double d = 0.1 + zero;
  of(a + b); of(a - b); of(a * b); of(a / b); of(c * c); of(-a); of(d); of(d * 3); of(c + a); o1(a < b); o1(a > b); o1(a == 1.5f); o1(a != 1.5f); o1(a <= b); o1(a >= b);
  float z = 0.0f * zero; of(-z); o1(z == -z); float n = z / z; o1(n == n); o1(n != n); o1(n < 1); o1(!(n < 1)); o1(n > 1); of(a / z);
}
//# converts between floats and integers
void run() {
  float a = 3.99f + zero, b = -3.99f + zero, c = 65535.5f + zero, d = 3e9f + zero;
  o2((int)a); o2((int)b); o4((long)b); o2((unsigned)c); o4((unsigned long)d); o1((u8)a); o1((s8)b); o8((long long)b); o8((long long)(1e12f + zero));
  int e = -30001 + zero; unsigned f = 60001u + zero; long g = -16777217L + zero; unsigned long h = 4294967295UL + zero; s8 i = -100 + zero; u8 j = 200 + zero;
  of(e); of(f); of(g); of(h); of(i); of(j); of((float)(123456789012LL + zero)); of(16777219L + zero); e += 0.75f; o2(e); j *= 1.5f; o1(j); e = 7.9f + zero; o2(e); of(e / 2); of(e / 2.0f);
}
//# follows the promotions and the usual conversions
void run() {
  u8 a = 255 + zero, b = 1; o2(a + b); o1((u8)(a + b) == 0); o1(a + b == 256); char c = 'a' + zero; o2(c + 1); o1(c + 1); o2(-a); o2(~b); unsigned u = 5 + zero; o1(u - 6 > 0); o1((int)(u - 6) > 0);
  o4(a * 300L); o2(a * 300); short s = -1 + zero; o4(s + 0UL); o4(s + 0u); o2(a << 8 | b); o4((u8)(a + 1) + 0L); o2(sizeof(a + b)); o2(sizeof(u + 1L)); o2(sizeof(long long)); o2(sizeof(1.0)); o2(sizeof('a')); o2(sizeof(wchar_t));
}
//# evaluates operands once in compound assignments
int calls;
int index(int i) { calls++; return i; }
void run() {
  int a[4] = {1, 2, 3, 4}; a[index(1)] += 10; a[index(2)] *= index(5); a[index(3)]++; --a[index(0)]; for (int i = 0; i < 4; i++) o2(a[i]); o1(calls);
  u8 b = 250; b += 10; o1(b); b -= 20; o1(b); b <<= 1; o1(b); b >>= 3; o1(b); b %= 7; o1(b); b /= 2; o1(b); b |= 0xf0; o1(b); b ^= 0x3c; o1(b); b &= 0x5f; o1(b);
  s8 c = -100; c *= 2; o1(c); c >>= 2; o1(c); long d = 100000; d *= d; o4(d); d %= 1000; o4(d); d <<= b & 7; o4(d); float f = 2; f *= 3; f -= 0.5f; f /= 2; of(f); long long g = 5; g -= 10; g *= 1000000000000LL; o8(g);
  int x = 7; x += x++ * 0 + 3; o2((x = 5, x += 2, x));
}
//# increments and decrements every kind of scalar before and after
struct P { int x; };
void run() {
  u8 a = 255; o1(a++); o1(a); o1(--a); s8 b = -128; o1(b--); o1(b); int c = -1; o2(c++); o2(c++); o2(++c); long d = 65535; o4(d++); o4(d); o4(d--); long long e = -1; o8(++e); o8(e--); o8(e);
  float f = 1.5f; of(f++); of(f); of(--f); int v[3] = {10, 20, 30}; int *p = v; o2(*p++); o2(*p); o2(*++p); o2(*p--); o2(*p); o2((*p)++); o2(*p); P q[2] = {{1}, {2}}; P *r = q; r++; o2(r->x); r--; o2(r->x++); o2(r->x); bool g = false; g++; o1(g); g++; o1(g);
}
//# keeps the sign rules of char, and characters as numbers
void run() { char a = 200 + zero; o2(a); o1(a < 0); unsigned char b = 200; o1(b < 0); o2('\xff'); o2('\0'); o2('\n'); o2('A' + 1); signed char c = 'z' - 'a'; o1(c); o4(a + 0L); o2((unsigned)a); o2(L'x'); }
//# assigns in chains and uses the values
void run() { int a, b; u8 c; a = b = c = 300 + zero; o2(a); o2(b); o1(c); o2((a = 5) + (b = 6)); o2(a += b -= 2); o2(a); o2(b); if ((a = zero)) o1(1); else o1(2); while ((b = b - 1) > 2) o1(b); (a = 3) = 9; o2(a); ++(a += 2); o2(a); }
//# orders conditional expressions and comma
int log_(int x) { o1(x); return x; }
void run() { int a = zero + 1; o2(a ? log_(1) : log_(2)); o2(!a ? log_(3) : log_(4)); o2((log_(5), log_(6))); int b = 1, c = 2; (a ? b : c) = 9; o2(b); o2(c); (zero ? b : c) += 5; o2(c); o2(a ? b ? 1 : 2 : 3); o4(a ? 1 : 2L); of(a ? 1 : 2.5f); o2((a ? -1 : 1u) > 0); const char *s = a ? "yes" : "no"; o1(s[0]); o2(log_(7) - log_(3)); o2(log_(8) * 2 + log_(9)); }
//# cuts short && and ||
int t(int x) { o1(x); return x; }
void run() { o1(t(0) && t(1)); o1(t(2) && t(3)); o1(t(0) || t(4)); o1(t(5) || t(6)); o1((t(0) || t(1)) && !(t(2) && t(0))); if (t(1) && (t(0) || t(7))) o1(100); if (!(t(0) || t(0)) && t(9)) o1(101); bool b = t(3) && t(4); o1(b); o2((t(1) && t(1)) + (t(0) || t(1))); while (t(0) && t(1)) o1(102); }
