//# gives values to statement expressions
void run() { int a = ({ int x = 3; x * 2; }); o2(a); o2(({ int s = 0; for (int i = 0; i < 5; i++) s += i; s; }) + 1); }
//# knows expect and unreachable
int f(int x) { if (__builtin_expect(x == 3, 0)) return 1; switch (x & 1) { case 0: return 2; case 1: return 3; } __builtin_unreachable(); }
void run() { o1(f(3)); o1(f(4)); o1(f(5)); }
//# evaluates constexpr and static_assert
constexpr int square(int x) { return x * x; } constexpr unsigned size = square(3) + 1; static_assert(sizeof(long) == 4, "size"); enum { N = square(2) };
void run() { u8 a[size]; o2(sizeof a); o2(N); constexpr float third = 1.0f / 4; of(third); o2(square(zero + 5)); switch (zero + 4) { case square(2): o1(44); } }
//# iterates with range-for
struct It { int n; bool operator!=(const It &o) const { return n != o.n; } It &operator++() { n++; return *this; } int operator*() const { return n * n; } }; struct Range { int a, b; It begin() const { return It{a}; } It end() const { return It{b}; } };
void run() { int v[] = {3, 1, 2}; for (int x : v) o1(x); for (int &x : v) x *= 2; for (auto x : v) o1(x); for (const auto &x : v) o1(x); for (int q : Range{2, 5}) o1(q); }
//# deduces auto
int f() { return 5; } struct S { int v; };
void run() { auto a = 1; auto b = 2L; auto c = 'c'; auto d = f(); auto &e = a; e = 9; S s = {4}; auto t = s; auto *p = &s; o2(a); o4(b); o1(c); o2(d); o2(t.v); o2(p->v); o1(sizeof b); auto u = 3u; o1(u - 4 > 0); auto fl = 1.5f; of(fl); decltype(a) z = 3; o2(z); }
