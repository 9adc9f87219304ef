/* What our compiler has built in and avr-gcc has not. */
#define __builtin_memory_barrier() __asm__ volatile("" ::: "memory")
#define __builtin_flash_string(text) \
  (__extension__({ \
    static const char inFlash[] __attribute__((__progmem__)) = (text); \
    &inFlash[0]; \
  }))
#define __FLASH_READER(name, type) \
  static inline __attribute__((always_inline)) type name(unsigned int address) { \
    if (__builtin_constant_p(*(const type *)address)) return *(const type *)address; \
    union { \
      type value; \
      unsigned char bytes[sizeof(type)]; \
    } u; \
    for (unsigned char i = 0; i < sizeof(type); i++) \
      __asm__ __volatile__("lpm %0, Z+" : "=r"(u.bytes[i]), "+z"(address)); \
    return u.value; \
  }
__FLASH_READER(__builtin_flash_read_byte, unsigned char)
__FLASH_READER(__builtin_flash_read_word, unsigned int)
__FLASH_READER(__builtin_flash_read_dword, unsigned long)
__FLASH_READER(__builtin_flash_read_float, float)
static inline __attribute__((always_inline)) void *__builtin_flash_read_ptr(unsigned int address) {
  return (void *)__builtin_flash_read_word(address);
}
#define __builtin_flash_read_byte_far(address) __builtin_flash_read_byte((unsigned int)(address))
#define __builtin_flash_read_word_far(address) __builtin_flash_read_word((unsigned int)(address))
#define __builtin_flash_read_dword_far(address) __builtin_flash_read_dword((unsigned int)(address))
