/* Kinds of ASCII characters. Each takes a character or -1; nothing above 127 is of any kind. */
#pragma once

extern "C" {
inline int isdigit(int c) { return (unsigned int)c - '0' < 10; }
inline int islower(int c) { return (unsigned int)c - 'a' < 26; }
inline int isupper(int c) { return (unsigned int)c - 'A' < 26; }
inline int isalpha(int c) { return ((unsigned int)c | 0x20) - 'a' < 26; }
inline int isalnum(int c) { return isalpha(c) || isdigit(c); }
inline int isxdigit(int c) { return isdigit(c) || ((unsigned int)c | 0x20) - 'a' < 6; }
inline int isblank(int c) { return c == ' ' || c == '\t'; }
inline int isspace(int c) { return c == ' ' || (unsigned int)c - '\t' < 5; }
inline int iscntrl(int c) { return (unsigned int)c < ' ' || c == 127; }
inline int isprint(int c) { return (unsigned int)c - ' ' < 95; }
inline int isgraph(int c) { return (unsigned int)c - '!' < 94; }
inline int ispunct(int c) { return isgraph(c) && !isalnum(c); }
inline int isascii(int c) { return (unsigned int)c < 128; }
inline int toascii(int c) { return c & 127; }
inline int tolower(int c) { return isupper(c) ? c + ('a' - 'A') : c; }
inline int toupper(int c) { return islower(c) ? c - ('a' - 'A') : c; }
}
