//# passes arguments of every size and number
long f(u8 a, int b, long c, u8 d, long long e, float g, int *h, bool i, s8 j, unsigned k) { return a + b + c + d + (long)e + (long)g + *h + i + j + k; }
long long wide(long long a, long long b, long long c) { return a * 10000 + b * 100 + c; }
void run() { int x = 7; o4(f(1, -2, 300000, 4, -5, 6.5f, &x, true, -8, 60000)); o8(wide(1, 2, 3)); }
//# evaluates arguments from the last to the first
int n; int next() { return ++n; } int three(int a, int b, int c) { return a * 100 + b * 10 + c; } struct S { int v; int m(int a, int b) { return v * 100 + a * 10 + b; } }; S s = {0}; S &get() { s.v = next(); return s; }
void run() { o2(three(next(), next(), next())); n = 0; o2(get().m(next(), next())); n = 0; o2(next() - next() * 10); int a[3] = {0, 0, 0}; n = 0; a[next() - 1] = next(); o2(a[0]); n = 0; int b[3] = {next(), next(), next()}; o2(b[0] * 100 + b[1] * 10 + b[2]); }
//# calls through pointers to functions
int add(int a, int b) { return a + b; } int sub(int a, int b) { return a - b; } typedef int (*Op)(int, int); Op ops[] = {add, sub}; Op pick(bool first) { return first ? add : sub; } void each(const int *p, int n, void (*fn)(int)) { while (n--) fn(*p++); } void show(int x) { o2(x); } struct H { Op op; void (*cb)(int); };
void run() { for (int i = 0; i < 2; i++) o2(ops[i](7, 3)); o2(pick(true)(1, 2)); o2((*pick(false))(1, 2)); int v[3] = {4, 5, 6}; each(v, 3, show); Op o = &add; o2(o(10, 20)); o1(o == add); o1(o != 0); o = 0; if (o) o1(9); H h = {sub, show}; h.cb(h.op(9, 1)); each(v, 2, [](int x) { o2(x * 2); }); auto l = [](int a, int b) { return a * b; }; o2(l(6, 7)); Op lo = l; o2(lo(2, 3)); }
//# fills default arguments and picks overloads
int f(int a, int b = 10, int c = 5) { return a + b * c; } u8 k(char) { return 1; } u8 k(int) { return 2; } u8 k(long) { return 3; } u8 k(unsigned char) { return 4; } u8 k(float) { return 5; } u8 k(const char *) { return 6; } u8 k(bool) { return 7; } u8 k(int, int) { return 8; }
void run() { o2(f(1)); o2(f(1, 2)); o2(f(1, 2, 3)); o1(k('a')); o1(k(1)); o1(k(1L)); o1(k((u8)1)); o1(k(1.5f)); o1(k("s")); o1(k(true)); o1(k(1, 2)); short s = 1; o1(k(s)); }
//# returns every type
bool b(int x) { return x > 3; } s8 c() { return -5; } u8 d(int x) { return x; } float e(int x) { return x / 2; } long long g() { return -1; } const char *h() { return "h"; } int *p() { static int x = 3; return &x; } void v(int x) { if (x) return; o1(9); } char i(long x) { return x; } unsigned long j() { return -1; }
void run() { o1(b(4)); o1(b(3)); o2(c()); o1(d(300)); of(e(5)); o8(g()); o1(*h()); o2(*p()); v(1); v(0); o2(i(0x1ff)); o4(j()); }
//# walks variadic arguments
int sum(int n, ...) { __builtin_va_list ap; __builtin_va_start(ap, n); int s = 0; while (n--) s += __builtin_va_arg(ap, int); __builtin_va_end(ap); return s; }
void mixed(const char *f, ...) { __builtin_va_list ap; __builtin_va_start(ap, f); for (; *f; f++) switch (*f) { case 'i': o2(__builtin_va_arg(ap, int)); break; case 'l': o4(__builtin_va_arg(ap, long)); break; case 'f': of(__builtin_va_arg(ap, double)); break; case 's': o1(*__builtin_va_arg(ap, const char *)); break; case 'q': o8(__builtin_va_arg(ap, long long)); break; } __builtin_va_end(ap); }
void run() { o2(sum(0)); o2(sum(3, 1, 2, 3)); o2(sum(5, -1, -2, -3, -4, -5)); mixed("ilfsqi", 5, 70000L, 1.5, "s", -9LL, 6); u8 a = 200; s8 b = -3; char c = 'c'; float f = 2.5f; bool t = true; mixed("iiifi", a, b, c, f, t); }
//# shares names between blocks
int x = 1; void run() { o1(x); int x = 2; { o1(x); int x = 3; o1(x); { int x = 4; o1(x); } o1(x); } o1(x); for (int x = 5; x < 6; x++) o1(x); o1(x); ::o1(x); }
//# instantiates function templates
template <typename T> T larger(T a, T b) { return a > b ? a : b; } template <typename T, int N> int count(T (&)[N]) { return N; } template <class T> void swap2(T &a, T &b) { T t = a; a = b; b = t; } template <int N> int times(int x) { return x * N; }
void run() { o2(larger(3, 5)); o4(larger(300000L, 5L)); of(larger(1.5f, 2.5f)); u8 a[7]; o1(count(a)); int x = 1, y = 2; swap2(x, y); o2(x); o2(y); o2(times<3>(5)); o1(larger<u8>(200, 100)); s8 p = -1, q = 1; o1(larger(p, q)); }
