#pragma once
#include <avr/io.h>
