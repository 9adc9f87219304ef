/* new and delete take from and give to malloc's heap; an object can be made in a place of one's own. */
#pragma once

#include <stdlib.h>

void *operator new(size_t size);
void *operator new[](size_t size);
void operator delete(void *object);
void operator delete[](void *object);
inline void *operator new(size_t, void *place) { return place; }
inline void *operator new[](size_t, void *place) { return place; }
