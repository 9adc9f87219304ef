//# returns large records through virtual and indirect calls
struct Big { long v[4]; u8 k; }; struct Maker { u8 id; virtual Big make(int n) { Big b = {{n, n + 1, n + 2, n + 3}, id}; return b; } Maker(u8 i) : id(i) {} }; struct Twice : Maker { Twice() : Maker(9) {} Big make(int n) { Big b = Maker::make(n * 2); b.k++; return b; } }; Big plain(int n, Big b) { b.v[0] += n; return b; } Big (*fn)(int, Big) = plain;
void run() { Maker m(4); Twice t; Maker *list[] = {&m, &t}; for (int i = 0; i < 2; i++) { Big b = list[i]->make(5); o4(b.v[3]); o1(b.k); b = fn(100, b); o4(b.v[0]); o4(fn(1, list[i]->make(7)).v[1]); } }
//# nests conditionals as lvalues, arguments and conditions
int a = 1, b = 2, c = 3; int f(int x, int y) { return x * 10 + y; }
void run() { for (int i = 0; i < 4; i++) { (i & 1 ? a : i & 2 ? b : c) += 10 * i; int &r = i > 1 ? a : c; r++; o2(f(i ? a : b, i > 2 ? c : a)); o1((i && a > 5 ? b : c) == (i == 3 ? b : c)); } o2(a); o2(b); o2(c); }
//# uses class templates with members, statics and other arguments
template <typename T, int N> class Ring { T data[N]; u8 head, used; public: static int made; Ring() : head(0), used(0) { made++; } bool push(const T &v) { if (used == N) return false; data[(head + used++) % N] = v; return true; } T pop() { T v = data[head]; head = (head + 1) % N; used--; return v; } u8 size() const { return used; } }; template <typename T, int N> int Ring<T, N>::made = 10;
void run() { Ring<u8, 3> r; for (u8 i = 1; i < 6; i++) o1(r.push(i * 11)); o1(r.pop()); o1(r.push(99)); while (r.size()) o1(r.pop()); Ring<long, 2> l, m; l.push(-70000L); o4(l.pop()); o2(Ring<u8, 3>::made); o2(Ring<long, 2>::made); }
//# finds names in namespaces and through using
namespace outer { int v = 1; namespace inner { int v = 2; int get() { return v + outer::v; } } using inner::get; struct S { static int n; }; int S::n = 7; } namespace alias = outer::inner; int v = 3;
void run() { o2(outer::get()); o2(alias::v); o2(v); using namespace outer::inner; o2(outer::S::n++); o2(outer::S::n); { using outer::v; o2(v); } o2(::zero); }
//# leaves switches and loops by goto, return and nested breaks
int f(int x) { for (int i = 0;; i++) { switch (x + i) { case 3: continue; case 5: goto done; case 7: break; case 9: return 90; default: if (i > 6) return i; } for (int j = 0; j < 3; j++) { switch (j) { case 1: break; case 2: if (x == 7) goto done; } if (j == x) break; } o1(i); } done: return 50 + x; }
void run() { for (int x = 0; x < 10; x++) o1(f(x)); }
//# keeps references and pointers as members
struct Led { u8 &port; const u8 mask; u8 *const alias; Led(u8 &p, u8 bit) : port(p), mask(1 << bit), alias(&p) {} void on() { port |= mask; } void off() { *alias &= ~mask; } bool isOn() const { return port & mask; } }; u8 fake = 0x80;
void run() { Led l(fake, 3), m(fake, 0); l.on(); o1(fake); m.on(); o1(l.isOn()); l.off(); o1(fake); o1(l.isOn()); o1(m.isOn()); o2(sizeof(Led)); }
//# counts with narrow types around their limits
void run() { u8 n = 0; for (u8 i = 253; i != 3; i++) n++; o1(n); s8 k = 126; for (u8 i = 0; i < 4; i++) o1(k = (s8)(k + 1)); unsigned u = 65534; u += 3; o2(u); u -= 5; o2(u); u8 x = 200 + zero, y = 100; if (x + y > 255) o1(1); if ((u8)(x + y) > 255) o1(2); o1(x > y ? x - y : y - x); o1((u8)-x); o2(-x); long l = 32767; l++; o4(l); int i = 255; i <<= 7; o2(i); o2((s8)x); o2((u8)(s8)x); unsigned long ul = 1; ul <<= 31; o4(ul); ul += ul; o4(ul); }
//# copies volatile records, arrays in records and arrays of arrays
struct V { u8 a; int b; long c; }; volatile V dev = {1, -2, 70000}; struct M { u8 g[2][3]; V v[2]; }; M make(u8 k) { M m; for (u8 i = 0; i < 6; i++) m.g[i / 3][i % 3] = k + i; m.v[0].a = k; m.v[0].b = -k; m.v[0].c = 3; m.v[1] = m.v[0]; m.v[1].c *= -1; return m; }
void run() { V v; v.a = dev.a; v.b = dev.b; v.c = dev.c; o1(v.a); o2(v.b); o4(v.c); dev.b += 5; dev.c--; o2(dev.b); o4(dev.c); M m = make(10), n = m; n.g[1][2] = 0; o1(m.g[1][2]); o1(n.g[0][1]); m = make(40); o4(m.v[1].c); o2(n.v[1].b); u8 (*row)[3] = m.g; o1(row[1][0]); o1((*row)[2]); u8 *flat = &m.g[0][0]; o1(flat[4]); o2(sizeof *row); }
//# makes arrays of objects on the heap
u8 heap[100]; unsigned used; struct P { int x; P() : x(7) { o1(1); } static void *operator new[](unsigned n) { void *p = heap + used; used += n; return p; } static void operator delete[](void *) { o1(0xee); } };
void run() { int n = 3 + zero; P *p = new P[n]; o2(p[2].x); o2(used); P *q = new P[2]; q[1].x = 5; o2(q[1].x); o2(used); delete[] p; delete[] q; o2(sizeof(P)); }
//# converts through user types in both directions
struct Cm { int v; explicit Cm(int n) : v(n) {} }; struct Mm { long v; Mm(Cm c) : v(c.v * 10L) {} Mm(long n) : v(n) {} operator long() const { return v; } operator bool() const { return v != 0; } }; long half(const Mm &m) { return m.v / 2; } bool any(Mm m) { return m ? true : false; }
void run() { o4(half(Cm(5))); o4(half(9L)); Mm m = Cm(3); long l = m; o4(l); o1(any(0L)); o1(any(4L)); if (m) o1(1); Mm n = 3L; n = Cm(8); o4(n.v); }
//# loads and stores through every width of pointer, unaligned too
u8 raw[16] = {0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa};
void run() { o2(*(unsigned *)(raw + 1)); o4(*(unsigned long *)(raw + 3)); o8(*(unsigned long long *)(raw + 1)); *(int *)(raw + 5) = -2; *(long *)(raw + 9) = 0x01020304L; for (u8 i = 0; i < 16; i++) o1(raw[i]); struct W { u8 a; unsigned b; u8 c; long d; } *w = (W *)raw; o2(w->b); o4(w->d); w->b++; o1(raw[1]); u8 *p = raw; o1(*p++); o1(*p); unsigned u = (unsigned)(raw + 4) - (unsigned)raw; o2(u); const u8 *e = raw + sizeof raw; int n = 0; for (const u8 *q = raw; q != e; ++q) n += *q; o2(n); }
//# compares pointers and walks backwards
void run() { int v[5] = {5, 4, 3, 2, 1}; int *first = v, *last = v + 4; o1(first < last); o1(first >= last); while (first < last) { int t = *first; *first++ = *last; *last-- = t; } for (int i = 0; i < 5; i++) o1(v[i]); o1(first == last); const char *s = "backwards", *p = s; while (*p) p++; while (p > s) o1(*--p); o2(&v[4] - &v[1]); o1(!s); o1(s ? 1 : 2); void (*none)() = 0; o1(none == nullptr); long big = 2; o2(v[big]); o2(*(v + (s8)-1 + 2)); }
//# keeps floats in records, arrays and comparisons of mixed kinds
struct F { float x; double y; }; float sum(const float *p, u8 n) { float s = 0; while (n--) s += *p++; return s; } float half(int n) { return n / 2.0; }
void run() { float v[4] = {1.5, -2, 3.25f, 100}; of(sum(v, 4)); F f = {half(5), 2}; f.x += f.y; of(f.x); of(half(-7)); o1(f.x > 4); o1(f.x == 4.5); int n = 3 + zero; of(n * 0.5f); o2(n * 1.5f); o1(n < 3.5f); o1(n + 0.0f == 3); float z = zero; o1(z ? 1 : 2); o1(!z); z -= 0.25f; o1(z < 0); of(z++); of(z); of(-z); bool b = z; o1(b); u8 k = 7.9f + zero; o1(k); long l = -1.9f + zero; o4(l); of(l ? z : 1); of((float)n / 4); o4((long)(v[3] * 1000)); }
//# keeps its head in recursion with records and references
struct Node { int key; Node *left, *right; }; Node pool[8]; u8 taken; Node *insert(Node *&root, int key) { if (!root) { root = &pool[taken++]; root->key = key; root->left = root->right = 0; return root; } return insert(key < root->key ? root->left : root->right, key); } void walk(const Node *n, void (*visit)(int)) { if (!n) return; walk(n->left, visit); visit(n->key); walk(n->right, visit); } int depth(const Node *n) { if (!n) return 0; int l = depth(n->left), r = depth(n->right); return 1 + (l > r ? l : r); } void show(int k) { o2(k); }
void run() { Node *root = 0; int keys[] = {5, 2, 8, 1, 9, 3, 7}; for (int k : keys) insert(root, k); walk(root, show); o2(depth(root)); }
//# keeps enums of every width apart
enum A : u8 { A1 = 200 }; enum class B : long { X = -100000, Y = 5 }; enum C { C1 = -1, C2 = 300 }; enum D { D1 = 40000u }; enum F { F1 = 100000 }; u8 k(A) { return 1; } u8 k(B) { return 2; } u8 k(C) { return 3; } u8 k(int) { return 4; }
void run() { o1(k(A1)); o1(k(B::X)); o1(k(C2)); o1(k(5)); o2(sizeof(A)); o2(sizeof(B)); o2(sizeof(C)); o2(sizeof(D)); o2(sizeof(F)); o4((long)B::X); o2(A1 + 100); A a = (A)7; o1(a); B b = static_cast<B>(6); o1(b == B::Y); o1(b > B::Y); o2(C1 < 0); o4(D1 + 0L); o4(F1); switch (b) { case B::Y: o1(1); break; default: o1(2); } C c = zero ? C1 : C2; o2(c); o2(c | 1); }
//# does nothing to what an empty class or an empty array member holds
struct E {}; struct G : E { u8 v; }; struct H { E e; u8 v; }; E pass(E e) { return e; } u8 take(E, u8 x) { return x; }
void run() { E e, f = e; e = f; f = pass(e); o1(take(f, 9)); G g; g.v = 3; o1(g.v); o2(sizeof(E)); o2(sizeof(G)); H h; h.v = 5; o1(h.v); G g2 = g; o1(g2.v); E list[3]; o2(sizeof list); }
//# parks several destructible objects in one expression, conditionally
struct T { u8 id; T(u8 i) : id(i) { o1(i); } T(const T &t) : id(t.id + 100) { o1(id); } ~T() { o1(0x80 | id); } operator int() const { return id; } }; int sum(T a, const T &b, int c) { return a + b + c; } T mk(u8 i) { T t(i); if (i > 5) return t; t.id++; return t; }
void run() { o2(sum(T(1), T(2), T(3))); o2(zero ? sum(T(4), T(5), 0) : sum(mk(6), mk(2), T(7))); int n = (zero || T(8)) + (zero && T(9)) + (T(10) && T(11)); o2(n); for (T t(12); t.id < 14; t.id++) if (T(13) == 13 && t.id == 13) break; T a = mk(20), b = a; const T &r = zero ? a : b; o1(r.id); o2(T(30) + T(31)); do { T c(40); if (c == 40) continue; o1(99); } while (T(0)); }
