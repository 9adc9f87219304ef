/* Pins of a Nano: an Uno's, and two more analog inputs, A6 and A7, that are not digital. */
#include "../standard/pins_arduino.h"

#undef NUM_ANALOG_INPUTS
#define NUM_ANALOG_INPUTS 8
