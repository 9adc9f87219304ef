/* What went wrong last, in strtol() and its kind. */
#pragma once

extern int errno;

#define EDOM 33
#define ERANGE 34
