/* Room in the caller's frame. */
#pragma once

#define alloca(size) __builtin_alloca(size)
