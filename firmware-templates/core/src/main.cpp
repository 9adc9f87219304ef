/*
 * The program around the sketch: the chip's settings, then setup() once and loop() for ever.
 *
 * A setting that nothing in the program can notice is left out: the weak functions here do nothing, and the
 * units that need a timer, the ADC or serialEvent() bring the ones that act (units.json).
 */
#include <Arduino.h>

/* time.cpp */
__attribute__((weak)) void __initTimer0() {}
/* pwm-timers.cpp */
__attribute__((weak)) void __initPwmTimers() {}
/* analog-read.cpp */
__attribute__((weak)) void __initAdc() {}
/* analog-write.cpp */
__attribute__((weak)) void __pwmOff(uint8_t) {}
/* serial-event0.cpp to serial-event3.cpp */
__attribute__((weak)) void __serialEvent0() {}
__attribute__((weak)) void __serialEvent1() {}
__attribute__((weak)) void __serialEvent2() {}
__attribute__((weak)) void __serialEvent3() {}

__attribute__((weak)) void serialEventRun() {
  __serialEvent0();
  __serialEvent1();
  __serialEvent2();
  __serialEvent3();
}

extern "C" {
__attribute__((weak)) void yield() {}
__attribute__((weak)) void initVariant() {}
__attribute__((weak)) int atexit(void (*)()) { return 0; }

void init() {
  sei();
  __initTimer0();
  __initPwmTimers();
  __initAdc();
#if defined(UCSR0B)
  /* A bootloader may have left the USART on pins 0 and 1. */
  UCSR0B = 0;
#endif
}
}

int main() {
  init();
  initVariant();
#if defined(USBCON)
  USBDevice.attach();
#endif
  setup();
  for (;;) {
    loop();
    serialEventRun();
  }
}
