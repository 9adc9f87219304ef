/* Peripherals that are not needed can lose their clock. */
#pragma once

#include <avr/io.h>

#if defined(__AVR_ATmega328P__)
#define __PRR_A PRR
#else
#define __PRR_A PRR0
#endif

#define power_adc_enable() (__PRR_A &= (uint8_t)~_BV(PRADC))
#define power_adc_disable() (__PRR_A |= _BV(PRADC))
#define power_spi_enable() (__PRR_A &= (uint8_t)~_BV(PRSPI))
#define power_spi_disable() (__PRR_A |= _BV(PRSPI))
#define power_twi_enable() (__PRR_A &= (uint8_t)~_BV(PRTWI))
#define power_twi_disable() (__PRR_A |= _BV(PRTWI))
#define power_timer0_enable() (__PRR_A &= (uint8_t)~_BV(PRTIM0))
#define power_timer0_disable() (__PRR_A |= _BV(PRTIM0))
#define power_timer1_enable() (__PRR_A &= (uint8_t)~_BV(PRTIM1))
#define power_timer1_disable() (__PRR_A |= _BV(PRTIM1))
#if defined(PRTIM2)
#define power_timer2_enable() (__PRR_A &= (uint8_t)~_BV(PRTIM2))
#define power_timer2_disable() (__PRR_A |= _BV(PRTIM2))
#endif
#if defined(PRUSART0)
#define power_usart0_enable() (__PRR_A &= (uint8_t)~_BV(PRUSART0))
#define power_usart0_disable() (__PRR_A |= _BV(PRUSART0))
#endif
#if defined(PRUSART1)
#define power_usart1_enable() (PRR1 &= (uint8_t)~_BV(PRUSART1))
#define power_usart1_disable() (PRR1 |= _BV(PRUSART1))
#endif
#if defined(PRUSART2)
#define power_usart2_enable() (PRR1 &= (uint8_t)~_BV(PRUSART2))
#define power_usart2_disable() (PRR1 |= _BV(PRUSART2))
#define power_usart3_enable() (PRR1 &= (uint8_t)~_BV(PRUSART3))
#define power_usart3_disable() (PRR1 |= _BV(PRUSART3))
#endif
#if defined(PRTIM3)
#define power_timer3_enable() (PRR1 &= (uint8_t)~_BV(PRTIM3))
#define power_timer3_disable() (PRR1 |= _BV(PRTIM3))
#endif
#if defined(PRTIM4)
#define power_timer4_enable() (PRR1 &= (uint8_t)~_BV(PRTIM4))
#define power_timer4_disable() (PRR1 |= _BV(PRTIM4))
#endif
#if defined(PRTIM5)
#define power_timer5_enable() (PRR1 &= (uint8_t)~_BV(PRTIM5))
#define power_timer5_disable() (PRR1 |= _BV(PRTIM5))
#endif
#if defined(PRUSB)
#define power_usb_enable() (PRR1 &= (uint8_t)~_BV(PRUSB))
#define power_usb_disable() (PRR1 |= _BV(PRUSB))
#endif

/* Everything that PRR and PRR1 can stop. */
#if defined(__AVR_ATmega328P__)
#define power_all_enable() (PRR = 0)
#define power_all_disable() (PRR = 0xEF)
#elif defined(__AVR_ATmega2560__)
#define power_all_enable() (PRR0 = 0, PRR1 = 0)
#define power_all_disable() (PRR0 = 0xEF, PRR1 = 0x3F)
#else
#define power_all_enable() (PRR0 = 0, PRR1 = 0)
#define power_all_disable() (PRR0 = 0xEF, PRR1 = 0x99)
#endif

typedef enum {
  clock_div_1,
  clock_div_2,
  clock_div_4,
  clock_div_8,
  clock_div_16,
  clock_div_32,
  clock_div_64,
  clock_div_128,
  clock_div_256
} clock_div_t;

#define clock_prescale_get() ((clock_div_t)(CLKPR & 0x0F))
/* The second write must follow within four cycles. */
inline void clock_prescale_set(clock_div_t divider) {
  uint8_t setting = divider;
  uint8_t before = SREG;
  __builtin_avr_cli();
  CLKPR = _BV(CLKPCE);
  CLKPR = setting;
  SREG = before;
}
