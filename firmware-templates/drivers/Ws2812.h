/*
 * Ws2812 - the wire to addressable pixels (WS2812, WS2812B, SK6812): the part that RgbLed and LedStrip
 * share. 800 kHz, green first, highest bit first, on any pin of a 16 MHz chip.
 *
 *   const uint8_t ORANGE[] = {0x80, 0xFF, 0x00};   // green, red, blue
 *   void setup() { pinMode(5, OUTPUT); sendPixels(5, ORANGE, 1, 255); }
 *   void loop() {}
 *
 * WS2812B datasheet, "Data transfer time": a 0 is high for 6 cycles (375 ns), a 1 for 12 (750 ns),
 * whatever the pin: the port is written through a pointer (where the compiler knows it, a cycle less).
 * Old pixels take a low of 6 us for the end of the frame. So the interrupts of millis() and of what Serial
 * prints wait until the frame is over (millis() loses nothing with up to 60 pixels), and when another
 * interrupt between two pixels took too long, the frame is sent again, up to twice.
 * Blocks: 0.3 ms, then 0.031 ms a pixel; more than 32 pixels wait up to 1 ms for the right moment.
 * Interrupts are off for at most 35 us at a time. RAM: none.
 */
#ifndef WS2812_H
#define WS2812_H

#include <Arduino.h>

/* 3 bytes a pixel: green, red, blue. Brightness 0 to 255. The pin is an output. */
void sendPixels(uint8_t pin, const uint8_t *levels, uint8_t count, uint8_t brightness);

#endif
