/*
 * SoftwareSerial: see SoftwareSerial.h. A byte is ten bits: a start bit against the resting level, eight of data
 * with the lowest first, a stop bit. Each is put out, or looked at in its middle, by counted cycles.
 */
#include "SoftwareSerial.h"

#include <avr/interrupt.h>
#include <util/delay_basic.h>

/* Cycles a bit beside its loop of waiting; from the edge of a start bit to the first look. */
static const uint16_t AROUND_SENT = 12;
static const uint16_t AROUND_RECEIVED = 12;
static const uint16_t TO_FIRST_LOOK = 90;

static_assert((_SS_MAX_RX_BUFF & (_SS_MAX_RX_BUFF - 1)) == 0 && _SS_MAX_RX_BUFF <= 256, "a power of two up to 256");
static const uint8_t LAST = _SS_MAX_RX_BUFF - 1;

SoftwareSerial *volatile SoftwareSerial::_listener;
/* Of the one that listens. */
static uint8_t buffer[_SS_MAX_RX_BUFF];
static volatile uint8_t head;
static volatile uint8_t tail;

static uint16_t loops(uint16_t cycles, uint16_t around) {
  return cycles > around + 4 ? (cycles - around) / 4 : 1;
}

SoftwareSerial::SoftwareSerial(uint8_t receivePin, uint8_t transmitPin, bool isInverse)
    : _receivePin(receivePin), _isInverse(isInverse), _isFull(false), _transmitBit(0) {
  digitalWrite(transmitPin, isInverse ? LOW : HIGH);
  pinMode(transmitPin, OUTPUT);
  _transmitMask = digitalPinToBitMask(transmitPin);
  _transmitOutput = portOutputRegister(digitalPinToPort(transmitPin));
  pinMode(receivePin, isInverse ? INPUT : INPUT_PULLUP);
  _receiveMask = digitalPinToBitMask(receivePin);
  _receiveInput = portInputRegister(digitalPinToPort(receivePin));
}

void SoftwareSerial::begin(long speed) {
  uint16_t cycles = F_CPU / speed;
  _transmitBit = loops(cycles, AROUND_SENT);
  _receiveBit = loops(cycles, AROUND_RECEIVED);
  /* The first look is in the middle of the first bit of data. */
  _toMiddle = loops(cycles + cycles / 2, TO_FIRST_LOOK);
  listen();
}

bool SoftwareSerial::listen() {
  if (_transmitBit == 0 || _listener == this) return false;
  if (_listener != NULL) _listener->stopListening();
  _isFull = false;
  head = tail = 0;
  _listener = this;
  setInterrupt(true);
  return true;
}

bool SoftwareSerial::stopListening() {
  if (_listener != this) return false;
  setInterrupt(false);
  _listener = NULL;
  return true;
}

void SoftwareSerial::setInterrupt(bool isOn) {
  int pin = _receivePin;
  volatile uint8_t *group = digitalPinToPCICR(pin);
  if (group == NULL) return;
  volatile uint8_t *pins = digitalPinToPCMSK(pin);
  uint8_t bit = _BV(digitalPinToPCMSKbit(pin));
  uint8_t status = SREG;
  cli();
  if (isOn) {
    *group |= _BV(digitalPinToPCICRbit(pin));
    *pins |= bit;
  } else {
    *pins &= (uint8_t)~bit;
  }
  SREG = status;
}

bool SoftwareSerial::overflow() {
  bool wasFull = _isFull;
  _isFull = false;
  return wasFull;
}

size_t SoftwareSerial::write(uint8_t value) {
  uint16_t wait = _transmitBit;
  if (wait == 0) {
    setWriteError();
    return 0;
  }
  volatile uint8_t *output = _transmitOutput;
  uint8_t mask = _transmitMask;
  /* The start bit first. */
  uint16_t bits = (uint16_t)value << 1;
  if (_isInverse) bits = ~bits;
  uint8_t status = SREG;
  cli();
  uint8_t high = *output | mask;
  uint8_t low = *output & (uint8_t)~mask;
  for (uint8_t left = 9; left != 0; left--) {
    *output = (bits & 1) != 0 ? high : low;
    bits >>= 1;
    _delay_loop_2(wait);
  }
  *output = _isInverse ? low : high;
  SREG = status;
  _delay_loop_2(wait);
  return 1;
}

void SoftwareSerial::receive() {
  volatile uint8_t *input = _receiveInput;
  uint8_t mask = _receiveMask;
  uint8_t resting = _isInverse ? 0 : mask;
  /* The interrupt comes with both edges; only one is the begin of a byte. */
  if ((*input & mask) == resting) return;
  _delay_loop_2(_toMiddle);
  uint16_t wait = _receiveBit;
  uint8_t value = 0;
  for (uint8_t left = 8; left != 0; left--) {
    value >>= 1;
    if ((*input & mask) != 0) value |= 0x80;
    _delay_loop_2(wait);
  }
  if (_isInverse) value = ~value;
  /* Now in the middle of the stop bit: what changed within the byte is past. */
  uint8_t next = (tail + 1) & LAST;
  if (next == head) {
    _isFull = true;
  } else {
    buffer[tail] = value;
    tail = next;
  }
  PCIFR = 0xff;
}

int SoftwareSerial::available() {
  return isListening() ? (uint8_t)(tail - head) & LAST : 0;
}

int SoftwareSerial::peek() {
  return isListening() && head != tail ? buffer[head] : -1;
}

int SoftwareSerial::read() {
  int value = peek();
  if (value >= 0) head = (head + 1) & LAST;
  return value;
}

void SoftwareSerial::handle_interrupt() {
  SoftwareSerial *listener = _listener;
  if (listener != NULL) listener->receive();
}

ISR(PCINT0_vect) {
  SoftwareSerial::handle_interrupt();
}
#ifdef PCINT1_vect
ISR(PCINT1_vect, ISR_ALIASOF(PCINT0_vect));
#endif
#ifdef PCINT2_vect
ISR(PCINT2_vect, ISR_ALIASOF(PCINT0_vect));
#endif
