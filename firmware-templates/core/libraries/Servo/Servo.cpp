/*
 * Servo: see Servo.h. The pulses of a timer's servos follow one another: at each compare match one ends and the
 * next begins; behind the last one the round waits for its 20 ms.
 */
#include "Servo.h"

/* Of half a microsecond: 16 MHz / 8. */
static const uint16_t TICKS_A_US = F_CPU / 1000000UL / 8;
/* From the time that is compared with to the change of the wire, less what the match takes to come there. */
static const uint16_t LATENCY = 0;
/* Time enough to leave the interrupt. */
static const uint8_t SOON = 8;

struct Channel {
  volatile uint8_t *output;
  uint8_t mask;
  bool isActive;
  volatile uint16_t ticks;
};
static Channel channels[MAX_SERVOS];
static uint8_t servoCount;

/* A timer's registers, from TCCRnA on; they lie alike in all 16-bit timers. */
struct Timer16 {
  volatile uint8_t tccra;
  volatile uint8_t tccrb;
  volatile uint8_t tccrc;
  volatile uint8_t unused;
  volatile uint16_t tcnt;
  volatile uint16_t icr;
  volatile uint16_t ocra;
};

/* Whose pulse is under way; SERVOS_PER_TIMER between two rounds. */
#define TIMER_COUNT (MAX_SERVOS / SERVOS_PER_TIMER)
static volatile uint8_t current[TIMER_COUNT];

static void set(const Channel &channel, bool isHigh) {
  if (!channel.isActive) return;
  if (isHigh) {
    *channel.output |= channel.mask;
  } else {
    *channel.output &= (uint8_t)~channel.mask;
  }
}

static inline void onMatch(uint8_t timerNumber, uint16_t address) {
  Timer16 &timer = *(Timer16 *)address;
  uint8_t index = current[timerNumber];
  uint8_t first = timerNumber * SERVOS_PER_TIMER;
  if (index >= SERVOS_PER_TIMER) {
    timer.tcnt = 0;
    index = 0;
  } else {
    set(channels[first + index], false);
    index++;
  }
  if (index < SERVOS_PER_TIMER && (uint8_t)(first + index) < servoCount) {
    const Channel &channel = channels[first + index];
    timer.ocra = timer.tcnt + channel.ticks - LATENCY;
    set(channel, true);
  } else {
    uint16_t soon = timer.tcnt + SOON;
    uint16_t end = REFRESH_INTERVAL * TICKS_A_US;
    timer.ocra = soon < end ? end : soon;
    index = SERVOS_PER_TIMER;
  }
  current[timerNumber] = index;
}

static void startTimer(uint8_t timerNumber, uint16_t address, volatile uint8_t &flags, volatile uint8_t &mask) {
  current[timerNumber] = SERVOS_PER_TIMER;
  Timer16 &timer = *(Timer16 *)address;
  timer.tccra = 0;
  timer.tccrb = _BV(CS11);
  timer.tcnt = 0;
  flags = _BV(OCF1A);
  mask = _BV(OCIE1A);
}

#if defined(__AVR_ATmega2560__)
ISR(TIMER5_COMPA_vect) { onMatch(0, (uint16_t)&TCCR5A); }
ISR(TIMER1_COMPA_vect) { onMatch(1, (uint16_t)&TCCR1A); }
ISR(TIMER3_COMPA_vect) { onMatch(2, (uint16_t)&TCCR3A); }
ISR(TIMER4_COMPA_vect) { onMatch(3, (uint16_t)&TCCR4A); }

static void startTimerOf(uint8_t number) {
  switch (number / SERVOS_PER_TIMER) {
    case 0:
      startTimer(0, (uint16_t)&TCCR5A, TIFR5, TIMSK5);
      break;
    case 1:
      startTimer(1, (uint16_t)&TCCR1A, TIFR1, TIMSK1);
      break;
    case 2:
      startTimer(2, (uint16_t)&TCCR3A, TIFR3, TIMSK3);
      break;
    default:
      startTimer(3, (uint16_t)&TCCR4A, TIFR4, TIMSK4);
  }
}
#else
ISR(TIMER1_COMPA_vect) { onMatch(0, (uint16_t)&TCCR1A); }

static void startTimerOf(uint8_t) { startTimer(0, (uint16_t)&TCCR1A, TIFR1, TIMSK1); }
#endif

static bool isTimerActive(uint8_t number) {
  uint8_t first = number / SERVOS_PER_TIMER * SERVOS_PER_TIMER;
  for (uint8_t i = 0; i < SERVOS_PER_TIMER; i++) {
    if (channels[first + i].isActive) return true;
  }
  return false;
}

Servo::Servo() {
  if (servoCount < MAX_SERVOS) {
    number = servoCount++;
    channels[number].ticks = DEFAULT_PULSE_WIDTH * TICKS_A_US;
  } else {
    number = INVALID_SERVO;
  }
}

uint8_t Servo::attach(int pin, int shortest, int longest) {
  if (number >= MAX_SERVOS) return INVALID_SERVO;
  pinMode(pin, OUTPUT);
  shorter = (MIN_PULSE_WIDTH - shortest) / 4;
  less = (MAX_PULSE_WIDTH - longest) / 4;
  if (!isTimerActive(number)) startTimerOf(number);
  Channel &channel = channels[number];
  channel.output = portOutputRegister(digitalPinToPort(pin));
  channel.mask = digitalPinToBitMask(pin);
  channel.isActive = true;
  return number;
}

void Servo::detach() {
  if (number < MAX_SERVOS) channels[number].isActive = false;
}

void Servo::write(int value) {
  if (value < MIN_PULSE_WIDTH) value = map(constrain(value, 0, 180), 0, 180, shortest(), longest());
  writeMicroseconds(value);
}

void Servo::writeMicroseconds(int us) {
  if (number >= MAX_SERVOS) return;
  if (us < shortest()) us = shortest();
  if (us > longest()) us = longest();
  uint8_t before = SREG;
  cli();
  channels[number].ticks = us * TICKS_A_US;
  SREG = before;
}

/* Rounded up, so that it gives the degrees that were written. */
int Servo::read() { return map(readMicroseconds() + 1, shortest(), longest(), 0, 180); }

int Servo::readMicroseconds() { return number < MAX_SERVOS ? channels[number].ticks / TICKS_A_US : 0; }

bool Servo::attached() { return number < MAX_SERVOS && channels[number].isActive; }
