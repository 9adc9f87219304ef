/* What print() can print: a class that says how. */
#pragma once

#include <stddef.h>

class Print;

class Printable {
 public:
  virtual size_t printTo(Print &to) const = 0;
};
