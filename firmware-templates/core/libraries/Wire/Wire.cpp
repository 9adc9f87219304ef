/*
 * Wire: see Wire.h. The interrupt goes on from status to status: ATmega328P datasheet tables 22-2 to 22-5.
 *
 * Timeouts are in WireTimeout.cpp and slaves in WireSlave.cpp; without them the weak functions here do.
 */
#include "WireBus.h"

#include <util/twi.h>

TwoWire Wire;
WireBus __wireBus;
WireBuffers __wireBuffers;

static const uint8_t GO = _BV(TWEN) | _BV(TWIE) | _BV(TWINT);

__attribute__((weak)) bool __wireWaitWhile(uint8_t state) {
  while (__wireBus.state == state) {
  }
  return true;
}
__attribute__((weak)) bool __wireWaitReady() {
  while (__wireBus.state != WIRE_READY) {
  }
  return true;
}
__attribute__((weak)) bool __wireWaitStop() {
  while (TWCR & _BV(TWSTO)) {
  }
  return true;
}
/* Nobody listens: takes what comes, gives a 0. */
__attribute__((weak)) void __wireSlave(uint8_t status) {
  bool isFinished = status == TW_SR_STOP || status == TW_ST_DATA_NACK || status == TW_ST_LAST_DATA;
  __wireBus.state = isFinished ? WIRE_READY : WIRE_BUSY;
  bool isAsked = status == TW_ST_SLA_ACK || status == TW_ST_ARB_LOST_SLA_ACK;
  if (isAsked) TWDR = 0;
  __wireReply(!isAsked);
}
__attribute__((weak)) void __wireGive(const uint8_t *, size_t) {}

void __wireReply(bool isAcknowledged) { TWCR = isAcknowledged ? GO | _BV(TWEA) : GO; }

void __wireRelease() {
  TWCR = GO | _BV(TWEA);
  __wireBus.state = WIRE_READY;
}

static void stop() {
  TWCR = GO | _BV(TWEA) | _BV(TWSTO);
  /* No interrupt tells the end of a stop. */
  if (__wireWaitStop()) __wireBus.state = WIRE_READY;
}

/* The next transmission begins with a start that is sent now; its interrupt waits until then. */
static void finish() {
  if (__wireBus.isStopped) {
    stop();
  } else {
    __wireBus.isStarted = true;
    TWCR = _BV(TWINT) | _BV(TWSTA) | _BV(TWEN);
    __wireBus.state = WIRE_READY;
  }
}

ISR(TWI_vect) {
  WireBus &bus = __wireBus;
  uint8_t status = TW_STATUS;
  switch (status) {
    case TW_START:
    case TW_REP_START:
      TWDR = bus.slarw;
      __wireReply(true);
      break;
    case TW_MT_SLA_ACK:
    case TW_MT_DATA_ACK:
      if (bus.index < bus.count) {
        TWDR = __wireBuffers.tx[bus.index];
        bus.index = bus.index + 1;
        __wireReply(true);
      } else {
        finish();
      }
      break;
    case TW_MT_SLA_NACK:
    case TW_MT_DATA_NACK:
      bus.error = status;
      stop();
      break;
    case TW_MR_SLA_NACK:
      stop();
      break;
    case TW_MT_ARB_LOST:
      bus.error = status;
      __wireRelease();
      break;
    case TW_MR_DATA_ACK:
      __wireBuffers.rx[bus.index] = TWDR;
      bus.index = bus.index + 1;
      /* falls through */
    case TW_MR_SLA_ACK:
      /* The last byte is not acknowledged. */
      __wireReply((uint8_t)(bus.index + 1) < bus.count);
      break;
    case TW_MR_DATA_NACK:
      __wireBuffers.rx[bus.index] = TWDR;
      bus.index = bus.index + 1;
      finish();
      break;
    case TW_NO_INFO:
      break;
    case TW_BUS_ERROR:
      bus.error = 1;
      stop();
      break;
    default:
      __wireSlave(status);
  }
}

/* Becomes master and begins; false after a timeout. */
static bool start(uint8_t state, uint8_t slarw, uint8_t count, uint8_t isStopped) {
  WireBus &bus = __wireBus;
  if (!__wireWaitReady()) return false;
  bus.state = state;
  bus.isStopped = isStopped;
  bus.error = 0;
  bus.index = 0;
  bus.count = count;
  bus.slarw = slarw;
  if (bus.isStarted) {
    bus.isStarted = false;
    do {
      TWDR = slarw;
    } while (TWCR & _BV(TWWC));
    TWCR = GO | _BV(TWEA);
  } else {
    TWCR = GO | _BV(TWEA) | _BV(TWSTA);
  }
  return __wireWaitWhile(state);
}

void __wireInit() {
  __wireBus.state = WIRE_READY;
  __wireBus.isStopped = true;
  __wireBus.isStarted = false;
  digitalWrite(SDA, HIGH);
  digitalWrite(SCL, HIGH);
  TWSR &= (uint8_t) ~(_BV(TWPS0) | _BV(TWPS1));
  TWBR = (F_CPU / 100000UL - 16) / 2;
  TWCR = _BV(TWEN) | _BV(TWIE) | _BV(TWEA);
}

void TwoWire::begin() {
  __wireBuffers.rxIndex = 0;
  __wireBuffers.rxLength = 0;
  __wireBuffers.txLength = 0;
  __wireInit();
}

void TwoWire::begin(uint8_t address) {
  begin();
  TWAR = address << 1;
}

void TwoWire::end() {
  TWCR &= (uint8_t) ~(_BV(TWEN) | _BV(TWIE) | _BV(TWEA));
  digitalWrite(SDA, LOW);
  digitalWrite(SCL, LOW);
}

void TwoWire::setClock(uint32_t hertz) { TWBR = (F_CPU / hertz - 16) / 2; }

void TwoWire::beginTransmission(uint8_t address) {
  __wireBuffers.isTransmitting = true;
  __wireBuffers.txAddress = address;
  __wireBuffers.txLength = 0;
}

uint8_t TwoWire::endTransmission(uint8_t isStopped) {
  WireBuffers &buffers = __wireBuffers;
  bool isInTime = start(WIRE_SENDING, buffers.txAddress << 1 | TW_WRITE, buffers.txLength, isStopped);
  buffers.txLength = 0;
  buffers.isTransmitting = false;
  if (!isInTime) return 5;
  switch (__wireBus.error) {
    case 0:
      return 0;
    case TW_MT_SLA_NACK:
      return 2;
    case TW_MT_DATA_NACK:
      return 3;
    default:
      return 4;
  }
}

uint8_t TwoWire::requestFrom(uint8_t address, uint8_t count, uint8_t isStopped) {
  WireBuffers &buffers = __wireBuffers;
  if (count > BUFFER_LENGTH) count = BUFFER_LENGTH;
  buffers.rxIndex = 0;
  buffers.rxLength = 0;
  if (!start(WIRE_RECEIVING, address << 1 | TW_READ, count, isStopped)) return 0;
  if (count > __wireBus.index) count = __wireBus.index;
  buffers.rxLength = count;
  return count;
}

uint8_t TwoWire::requestFrom(uint8_t address, uint8_t count, uint32_t reg, uint8_t regBytes, uint8_t isStopped) {
  if (regBytes != 0) {
    beginTransmission(address);
    if (regBytes > 3) regBytes = 3;
    while (regBytes-- != 0) write((uint8_t)(reg >> (8 * regBytes)));
    endTransmission(false);
  }
  return requestFrom(address, count, isStopped);
}

size_t TwoWire::write(uint8_t value) {
  WireBuffers &buffers = __wireBuffers;
  if (!buffers.isTransmitting) {
    __wireGive(&value, 1);
    return 1;
  }
  if (buffers.txLength >= BUFFER_LENGTH) {
    setWriteError();
    return 0;
  }
  buffers.tx[buffers.txLength++] = value;
  return 1;
}

size_t TwoWire::write(const uint8_t *bytes, size_t count) {
  if (__wireBuffers.isTransmitting) {
    for (size_t i = 0; i < count; i++) write(bytes[i]);
  } else {
    __wireGive(bytes, count);
  }
  return count;
}

int TwoWire::available() { return __wireBuffers.rxLength - __wireBuffers.rxIndex; }

int TwoWire::peek() {
  WireBuffers &buffers = __wireBuffers;
  return buffers.rxIndex < buffers.rxLength ? buffers.rx[buffers.rxIndex] : -1;
}

int TwoWire::read() {
  WireBuffers &buffers = __wireBuffers;
  return buffers.rxIndex < buffers.rxLength ? buffers.rx[buffers.rxIndex++] : -1;
}
