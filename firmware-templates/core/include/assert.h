/* assert(condition): the program stops here when the condition does not hold. NDEBUG takes it out. */
#include <stdlib.h>
#undef assert

#ifdef NDEBUG
#define assert(condition) ((void)0)
#else
#define assert(condition) ((condition) ? (void)0 : abort())
#endif
#ifndef static_assert
#define _Static_assert static_assert
#endif
