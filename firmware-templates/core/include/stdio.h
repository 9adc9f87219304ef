/*
 * Texts made by format. %d %i %u %x %X %o %c %s %S %p %% with flags, width, precision, h, hh and l; %S is
 * a text in flash. Like avr-libc without its float library, %f and its kind give a question mark.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#define EOF (-1)

extern "C" {
int sprintf(char *text, const char *format, ...);
int snprintf(char *text, size_t size, const char *format, ...);
int vsprintf(char *text, const char *format, va_list list);
int vsnprintf(char *text, size_t size, const char *format, va_list list);
int sprintf_P(char *text, const char *format, ...);
int snprintf_P(char *text, size_t size, const char *format, ...);
int vsprintf_P(char *text, const char *format, va_list list);
int vsnprintf_P(char *text, size_t size, const char *format, va_list list);
int sscanf(const char *text, const char *format, ...);
int vsscanf(const char *text, const char *format, va_list list);
int sscanf_P(const char *text, const char *format, ...);
}
