//# runs for, while and do loops with break and continue
void run() {
  for (int i = 0; i < 10; i++) { if (i == 3) continue; if (i == 7) break; o1(i); }
  int n = 5; while (n--) { if (n == 2) continue; o1(n); } do { o1(n); n++; if (n == 2) break; } while (n < 5); do o1(77); while (zero);
  for (u8 i = 250; i >= 250; i++) o1(i); for (int i = 0, j = 10; i < j; i += 2, j--) { o1(i); o1(j); } int k = 0; for (;;) { if (++k > 3) break; o1(k); } for (int i = 3; i--;) { for (int j = 0; j < 3; j++) { if (j == i) break; o1(i * 16 + j); } }
}
//# takes the right switch arm, with fall-through and default anywhere
int f(int x) { switch (x) { case 1: return 10; default: return 99; case 2: case 3: return 23; case -5: return 5; case 1000: o1(1); case 1001: o1(2); break; case 'a': { int y = x; return y + 1; } } return 7; }
void run() { o1(f(1)); o1(f(2)); o1(f(3)); o1(f(-5)); o1(f(4)); o1(f(1000)); o1(f(1001)); o1(f('a')); switch (zero) { default: o1(5); } switch (zero + 3) { case 1: o1(1); } u8 u = 200 + zero; switch (u) { case 200: o1(200); break; case 44: o1(44); } unsigned long l = 3000000000UL + zero; switch (l) { case 3000000000UL: o1(33); break; default: o1(34); } }
//# takes cases with ranges
int f(int x) { switch (x) { case 0 ... 9: return 1; case 10 ... 500: return 2; case -100 ... -50: return 3; case 501: return 4; default: return 0; } }
int g(u8 x) { switch (x) { case 'a' ... 'z': return 1; case 'A' ... 'Z': return 2; case 200 ... 255: return 3; default: return 0; } }
void run() { int v[] = {0, 9, 10, 300, 500, 501, 502, -1, -49, -50, -75, -100, -101}; for (unsigned i = 0; i < 13; i++) o1(f(v[i])); o1(g('a')); o1(g('m')); o1(g('z')); o1(g('{')); o1(g('Q')); o1(g(255)); o1(g(199)); }
//# jumps into loops through case labels: Duff's device
void run() {
  u8 to[16]; for (int i = 0; i < 16; i++) to[i] = 0; int count = 13 + zero; u8 *p = to; int n = (count + 7) / 8;
  switch (count % 8) { case 0: do { *p++ = n; case 7: *p++ = n; case 6: *p++ = n; case 5: *p++ = n; case 4: *p++ = n; case 3: *p++ = n; case 2: *p++ = n; case 1: *p++ = n; } while (--n > 0); }
  for (int i = 0; i < 16; i++) o1(to[i]);
}
//# resumes a state machine in the middle of its loops
struct Machine { int state; int i; int j; };
int step(Machine &m) {
  switch (m.state) {
    case 0:
      for (m.i = 0; m.i < 3; m.i++) {
        o1(m.i); m.state = 1; return 1;
        case 1:
          if (m.i == 1) { m.state = 2; return 2; case 2: o1(50); }
          for (m.j = 0; m.j < 2; m.j++) { m.state = 3; return 3; case 3:; }
      }
      while (m.i > 0) { m.i--; m.state = 4; return 4; case 4: o1(60 + m.i); }
  }
  m.state = -1; return 0;
}
void run() { Machine m = {0, 0, 0}; int r; do { r = step(m); o1(r); } while (r); o1(m.state); }
//# follows goto forwards, backwards and out of nested loops
void run() { int n = 0; again: n++; if (n < 4) goto again; o1(n); for (int i = 0; i < 5; i++) for (int j = 0; j < 5; j++) if (i * j == 6) { o1(i); o1(j); goto out; } o1(99); out: o1(1); goto skip; o1(98); skip:; if (n == 4) { n = 10; goto again; } o1(n); }
//# leaves out what is never reached
void missing() { o1(99); }
int f(int x) { if (x) return 1; else return 2; missing(); }
int g() { for (;;) { if (zero == 0) return 3; } missing(); }
void run() { o1(f(1)); o1(f(0)); o1(g()); if (0) missing(); if (1) o1(4); else missing(); while (0) missing(); }
//# switches on enums and on values from nested switches
enum Color { RED, GREEN = 5, BLUE };
enum class Mode : unsigned char { OFF, ON = 200 };
int f(Color c, Mode m) { switch (c) { case RED: switch (m) { case Mode::OFF: return 1; case Mode::ON: return 2; } break; case GREEN: return 3; default: switch (m) { case Mode::ON: break; default: return 4; } return 5; } return 6; }
void run() { o1(f(RED, Mode::OFF)); o1(f(RED, Mode::ON)); o1(f(GREEN, Mode::OFF)); o1(f(BLUE, Mode::OFF)); o1(f(BLUE, Mode::ON)); o1(sizeof(Color)); o1(sizeof(Mode)); o1(BLUE); o1((int)Mode::ON); }
//# declares variables in conditions
int next(int &n) { return --n; }
void run() { int n = 4; while (int x = next(n)) o1(x); if (int y = n + 3) o1(y); else o1(y + 100); if (int y = n) o1(y); else o1(y + 100); for (int i = 0; int k = 3 - i; i++) o1(k); switch (int z = n + 2) { case 2: o1(z + 40); } }
//# recurses and calls mutually
int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
bool even(unsigned n); bool odd(unsigned n) { return n == 0 ? false : even(n - 1); } bool even(unsigned n) { return n == 0 ? true : odd(n - 1); }
unsigned long gcd(unsigned long a, unsigned long b) { while (b) { unsigned long t = a % b; a = b; b = t; } return a; }
void run() { o2(fib(10)); o1(even(9)); o1(odd(9)); o4(gcd(1071, 462)); o4(gcd(1234567890UL, 987654321UL)); }
//# runs the last statement of nested ifs without else of their own
void run() { for (int i = 0; i < 4; i++) { if (i & 1) if (i & 2) o1(3); else o1(1); else if (i & 2) o1(2); else o1(0); } }
//# chooses between two variables, as values and as places
struct Pair { int a, b; };
int pick(bool first, int a, int b) { int c = first ? a : b; (first ? a : b) += 100; return c + a * 2 + b * 3; }
void run() {
  Pair p = {1 + zero, 2 + zero}, q = {3 + zero, 4 + zero}; bool yes = zero == 0, no = zero != 0; const int k = 7; volatile int v = 9 + zero; u8 small = 200 + zero; long wide = 70000 + zero;
  o1(pick(yes, 5, 6)); o1(pick(no, 5, 6)); o1((yes ? p : q).b); o1((no ? p : q).a); Pair r = no ? p : q; o1(r.b); (yes ? p.a : q.a)++; o1(p.a); o1(q.a); int *at = &(no ? p.a : q.b); *at = 50; o1(q.b);
  o1(yes ? k : p.a); o1(yes ? v : v); o1(no ? small : wide); int &ref = yes ? q.a : q.b; ref = 8; o1(q.a); o1((yes ? (no ? p.a : p.b) : q.a)); o1(((yes ? p.a : p.b), (no ? p.a : p.b)));
}
