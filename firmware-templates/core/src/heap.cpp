/*
 * malloc() and its kind: the heap grows from the end of the variables towards the stack, of which it leaves
 * __malloc_margin bytes free. Free blocks lie in a list by address and are joined with their neighbours; a
 * block that ends the heap gives its memory back.
 *
 * Two bytes in front of each block hold its size, which is at least that of a pointer.
 */
#include <avr/io.h>
#include <new.h>
#include <stdlib.h>
#include <string.h>

extern "C" {
/* From the linker: the first address behind the variables. */
extern int __heap_start;
/* Where the heap ends now; sketches that ask for free memory read it. 0: nothing was ever taken. */
char *__brkval;
size_t __malloc_margin = 128;
char *__malloc_heap_start = (char *)&__heap_start;
/* 0: the stack pointer less the margin. */
char *__malloc_heap_end;
}

struct Block {
  /* Without these two bytes. */
  size_t size;
  /* The next free block; only while this one is free. */
  Block *next;
};

static const size_t HEAD = sizeof(size_t);
static const size_t SMALLEST = sizeof(Block *);
static Block *firstFree;

static inline Block *blockOf(void *memory) { return (Block *)((char *)memory - HEAD); }
static inline char *memoryOf(Block *block) { return (char *)block + HEAD; }
static inline char *endOf(Block *block) { return (char *)block + HEAD + block->size; }

static char *highestEnd() {
  return __malloc_heap_end != NULL ? __malloc_heap_end : (char *)(SP - __malloc_margin);
}

/* Cuts a block that is too large by at least a block; what is cut off is free. */
static void cut(Block *block, size_t size) {
  if (block->size - size < HEAD + SMALLEST) return;
  Block *rest = (Block *)(memoryOf(block) + size);
  rest->size = block->size - size - HEAD;
  block->size = size;
  free(memoryOf(rest));
}

extern "C" {

void *malloc(size_t size) {
  if (size < SMALLEST) size = SMALLEST;
  /* The smallest free block that is large enough. */
  Block **best = NULL;
  for (Block **link = &firstFree; *link != NULL; link = &(*link)->next) {
    if ((*link)->size >= size && (best == NULL || (*link)->size < (*best)->size)) best = link;
  }
  if (best != NULL) {
    Block *block = *best;
    *best = block->next;
    cut(block, size);
    return memoryOf(block);
  }
  if (__brkval == NULL) __brkval = __malloc_heap_start;
  char *highest = highestEnd();
  if (highest <= __brkval || (size_t)(highest - __brkval) < size || (size_t)(highest - __brkval) - size < HEAD) {
    return NULL;
  }
  Block *block = (Block *)__brkval;
  block->size = size;
  __brkval += HEAD + size;
  return memoryOf(block);
}

void free(void *memory) {
  if (memory == NULL) return;
  Block *block = blockOf(memory);
  /* Its neighbours in the list. */
  Block *before = NULL;
  Block *after = firstFree;
  while (after != NULL && after < block) {
    before = after;
    after = after->next;
  }
  block->next = after;
  if (after != NULL && endOf(block) == (char *)after) {
    block->size += HEAD + after->size;
    block->next = after->next;
  }
  if (before == NULL) {
    firstFree = block;
  } else if (endOf(before) == (char *)block) {
    before->size += HEAD + block->size;
    before->next = block->next;
    block = before;
  } else {
    before->next = block;
  }
  /* The last block of the heap is no longer part of it. */
  if (endOf(block) != __brkval) return;
  Block **link = &firstFree;
  while (*link != block) link = &(*link)->next;
  *link = NULL;
  __brkval = (char *)block;
}

void *calloc(size_t count, size_t size) {
  size_t all = count * size;
  if (size != 0 && all / size != count) return NULL;
  void *memory = malloc(all);
  return memory == NULL ? NULL : memset(memory, 0, all);
}

void *realloc(void *memory, size_t size) {
  if (memory == NULL) return malloc(size);
  if (size < SMALLEST) size = SMALLEST;
  Block *block = blockOf(memory);
  if (size <= block->size) {
    cut(block, size);
    return memory;
  }
  /* At the end of the heap it can grow where it is. */
  if (endOf(block) == __brkval) {
    char *highest = highestEnd();
    if (highest > (char *)memory && (size_t)(highest - (char *)memory) >= size) {
      block->size = size;
      __brkval = endOf(block);
      return memory;
    }
  } else {
    /* So it can into a free block behind it. */
    for (Block **link = &firstFree; *link != NULL; link = &(*link)->next) {
      Block *behind = *link;
      if ((char *)behind != endOf(block)) continue;
      size_t together = block->size + HEAD + behind->size;
      if (together < size) break;
      *link = behind->next;
      block->size = together;
      cut(block, size);
      return memory;
    }
  }
  void *larger = malloc(size);
  if (larger == NULL) return NULL;
  memcpy(larger, memory, block->size);
  free(memory);
  return larger;
}
}

void *operator new(size_t size) { return malloc(size); }
void *operator new[](size_t size) { return malloc(size); }
void operator delete(void *object) { free(object); }
void operator delete[](void *object) { free(object); }
