/* Sizes, and the null pointer. */
#pragma once

typedef unsigned int size_t;
typedef int ptrdiff_t;
#ifndef __cplusplus
typedef __WCHAR_TYPE__ wchar_t;
#endif

#define NULL 0
#define offsetof(type, member) ((size_t) & (((type *)0)->member))
