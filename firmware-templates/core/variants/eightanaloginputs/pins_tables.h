#include "../standard/pins_tables.h"
