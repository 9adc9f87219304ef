/* Memory, numbers and texts, chance, sorting. */
#pragma once

#include <stddef.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 0x7FFF
#define RANDOM_MAX 0x7FFFFFFF

typedef struct {
  int quot;
  int rem;
} div_t;
typedef struct {
  long quot;
  long rem;
} ldiv_t;
typedef int (*__compar_fn_t)(const void *, const void *);

extern "C" {
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *block, size_t size);
void free(void *block);
/* Bytes that malloc leaves between the heap and the stack; 128 at first. */
extern size_t __malloc_margin;
extern char *__malloc_heap_start;
extern char *__malloc_heap_end;

inline int abs(int value) { return value < 0 ? -value : value; }
inline long labs(long value) { return value < 0 ? -value : value; }
div_t div(int a, int b);
ldiv_t ldiv(long a, long b);

int atoi(const char *text);
long atol(const char *text);
double atof(const char *text);
long strtol(const char *text, char **end, int base);
unsigned long strtoul(const char *text, char **end, int base);
double strtod(const char *text, char **end);

/* `radix` 2 to 36; the text needs at most 33 characters and its final 0. */
char *itoa(int value, char *text, int radix);
char *utoa(unsigned int value, char *text, int radix);
char *ltoa(long value, char *text, int radix);
char *ultoa(unsigned long value, char *text, int radix);
/* `width` negative: to the left. */
char *dtostrf(double value, signed char width, unsigned char digits, char *text);
char *dtostre(double value, char *text, unsigned char digits, unsigned char flags);
#define DTOSTR_ALWAYS_SIGN 1
#define DTOSTR_PLUS_SIGN 2
#define DTOSTR_UPPERCASE 4

int rand(void);
void srand(unsigned int seed);
int rand_r(unsigned long *state);
long random(void);
void srandom(unsigned long seed);
long random_r(unsigned long *state);

void qsort(void *items, size_t count, size_t size, __compar_fn_t compare);
void *bsearch(const void *key, const void *items, size_t count, size_t size, __compar_fn_t compare);

/* Interrupts off, and nothing more until the next reset. */
void abort(void) __attribute__((noreturn));
void exit(int status) __attribute__((noreturn));
}

#define strtof strtod
