/* ServoMotor: see ServoMotor.h. */
#include "ServoMotor.h"

#if defined(__AVR_ATmega2560__)
#define SERVO_TCCRA TCCR5A
#define SERVO_TCCRB TCCR5B
#define SERVO_TCNT TCNT5
#define SERVO_OCRA OCR5A
#define SERVO_TIMSK TIMSK5
#define SERVO_TIFR TIFR5
#define SERVO_VECTOR TIMER5_COMPA_vect
#else
#define SERVO_TCCRA TCCR1A
#define SERVO_TCCRB TCCR1B
#define SERVO_TCNT TCNT1
#define SERVO_OCRA OCR1A
#define SERVO_TIMSK TIMSK1
#define SERVO_TIFR TIFR1
#define SERVO_VECTOR TIMER1_COMPA_vect
#endif
/* The same bits in all of these timers. */
static const uint8_t DIVIDE_BY_8 = 1 << 1;
static const uint8_t COMPARE_A = 1 << 1;

static const uint8_t MOST = 8;
/* Half microseconds: 16 MHz / 8. */
static const uint16_t SHORTEST = 544 * 2;
static const uint16_t RANGE = (2400 - 544) * 2;
static const uint16_t ROUND = 20000U * 2;
/* Time enough to leave the interrupt before the next match. */
static const uint16_t SOON = 16;
/* From a match to the change of the wire. */
static const uint16_t LATENCY = 7;

static ServoMotor *servos[MOST];
static uint8_t attached = 0;
/* Whose pulse is under way; MOST between two rounds. */
static uint8_t current = MOST;
static uint16_t roundStart = 0;

void ServoMotor::begin() {
  pinMode(pin, OUTPUT);
  digitalWrite(pin, LOW);
}

void ServoMotor::attach() {
  if (isAttached || attached >= MOST) return;
  isAttached = true;
  mask = digitalPinToBitMask(pin);
  port = portOutputRegister(digitalPinToPort(pin));
  noInterrupts();
  servos[attached] = this;
  attached++;
  if (attached == 1) {
    SERVO_TCCRA = 0;
    SERVO_TCCRB = DIVIDE_BY_8;
    SERVO_OCRA = SERVO_TCNT + SOON;
    SERVO_TIFR = COMPARE_A;
    SERVO_TIMSK |= COMPARE_A;
  }
  interrupts();
}

void ServoMotor::moveTo(int newAngle) {
  if (newAngle < 0) newAngle = 0;
  if (newAngle > 180) newAngle = 180;
  asked = newAngle;
  uint16_t length = SHORTEST + (uint16_t)((uint32_t)RANGE * asked / 180);
  noInterrupts();
  ticks = length;
  interrupts();
  attach();
}

void ServoMotor::release() {
  /* A pulse under way still ends in time. */
  noInterrupts();
  ticks = 0;
  interrupts();
}

/* Ends a pulse and begins the next, or waits for the next round. */
void ServoMotor::onCompareMatch() {
  uint16_t now = SERVO_OCRA;
  if (current < attached) {
    ServoMotor *last = servos[current];
    *last->port &= ~last->mask;
    current++;
  } else {
    current = 0;
    roundStart = now;
  }
  while (current < attached && servos[current]->ticks == 0) current++;
  if (current < attached) {
    ServoMotor *next = servos[current];
    /* Counted from now, not from the match: another interrupt may have come first. */
    uint16_t length = next->ticks - LATENCY;
    SERVO_OCRA = SERVO_TCNT + length;
    *next->port |= next->mask;
    return;
  }
  current = MOST;
  uint16_t next = roundStart + ROUND;
  /* Eight long pulses and late interrupts may leave no pause. */
  if ((uint16_t)(SERVO_TCNT - roundStart) > ROUND - SOON) next = SERVO_TCNT + SOON;
  SERVO_OCRA = next;
}

ISR(SERVO_VECTOR) {
  ServoMotor::onCompareMatch();
}
