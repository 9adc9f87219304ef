/* qsort() and bsearch(): see stdlib.h. The sort is a heap sort: no recursion, no more memory. */
#include <stdlib.h>
#include <string.h>

struct Items {
  char *first;
  size_t size;
  __compar_fn_t compare;
};

/* Lets the item sink until no child is larger. */
static void sink(const Items &items, size_t index, size_t count) {
  for (;;) {
    size_t child = 2 * index + 1;
    if (child >= count) return;
    char *larger = items.first + child * items.size;
    if (child + 1 < count && items.compare(larger, larger + items.size) < 0) {
      child++;
      larger += items.size;
    }
    char *item = items.first + index * items.size;
    if (items.compare(item, larger) >= 0) return;
    memswap(item, larger, items.size);
    index = child;
  }
}

extern "C" {

void qsort(void *first, size_t count, size_t size, __compar_fn_t compare) {
  Items items;
  items.first = (char *)first;
  items.size = size;
  items.compare = compare;
  for (size_t i = count / 2; i > 0; i--) sink(items, i - 1, count);
  for (size_t i = count; i > 1; i--) {
    memswap(items.first, items.first + (i - 1) * size, size);
    sink(items, 0, i - 1);
  }
}

void *bsearch(const void *key, const void *first, size_t count, size_t size, __compar_fn_t compare) {
  const char *low = (const char *)first;
  while (count != 0) {
    const char *middle = low + count / 2 * size;
    int order = compare(key, middle);
    if (order == 0) return (void *)middle;
    if (order > 0) {
      low = middle + size;
      count -= count / 2 + 1;
    } else {
      count /= 2;
    }
  }
  return NULL;
}
}
