/* The variant's tables of pins, in flash. */
#include <Arduino.h>

#include "pins_tables.h"
