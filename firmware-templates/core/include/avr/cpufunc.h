/* What the CPU can do and C++ has no word for. */
#pragma once

#define _NOP() __builtin_avr_nop()
#define _MemoryBarrier() __builtin_memory_barrier()
