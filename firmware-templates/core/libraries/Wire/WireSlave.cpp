/* Wire as a slave: in the program when it calls onReceive() or onRequest(). */
#include "WireBus.h"

#include <util/twi.h>

static void (*receiveHandler)(int);
static void (*requestHandler)();

static uint8_t received[BUFFER_LENGTH];
static uint8_t receivedCount;
static uint8_t given[BUFFER_LENGTH];
static uint8_t givenCount;
static uint8_t givenIndex;
/* Asked for bytes, so that write() gives some. */
static bool isAsked;

void TwoWire::onReceive(void (*handler)(int)) { receiveHandler = handler; }
void TwoWire::onRequest(void (*handler)()) { requestHandler = handler; }

/* The sketch reads from Wire's own buffer, unless it has not yet read what it asked for as a master. */
static void handReceived() {
  WireBuffers &buffers = __wireBuffers;
  if (receiveHandler == NULL || buffers.rxIndex < buffers.rxLength) return;
  for (uint8_t i = 0; i < receivedCount; i++) buffers.rx[i] = received[i];
  buffers.rxIndex = 0;
  buffers.rxLength = receivedCount;
  receiveHandler(receivedCount);
}

void __wireGive(const uint8_t *bytes, size_t count) {
  if (!isAsked || givenCount + count > BUFFER_LENGTH) return;
  while (count-- != 0) given[givenCount++] = *bytes++;
}

void __wireSlave(uint8_t status) {
  switch (status) {
    case TW_SR_SLA_ACK:
    case TW_SR_GCALL_ACK:
    case TW_SR_ARB_LOST_SLA_ACK:
    case TW_SR_ARB_LOST_GCALL_ACK:
      __wireBus.state = WIRE_BUSY;
      receivedCount = 0;
      __wireReply(true);
      break;
    case TW_SR_DATA_ACK:
    case TW_SR_GCALL_DATA_ACK:
      if (receivedCount < BUFFER_LENGTH) {
        received[receivedCount++] = TWDR;
        __wireReply(true);
      } else {
        __wireReply(false);
      }
      break;
    case TW_SR_STOP:
      __wireRelease();
      handReceived();
      receivedCount = 0;
      break;
    case TW_SR_DATA_NACK:
    case TW_SR_GCALL_DATA_NACK:
      __wireReply(false);
      break;
    case TW_ST_SLA_ACK:
    case TW_ST_ARB_LOST_SLA_ACK:
      __wireBus.state = WIRE_BUSY;
      givenCount = 0;
      givenIndex = 0;
      if (requestHandler != NULL) {
        __wireBuffers.txLength = 0;
        isAsked = true;
        requestHandler();
        isAsked = false;
      }
      if (givenCount == 0) given[givenCount++] = 0;
      /* falls through */
    case TW_ST_DATA_ACK:
      TWDR = given[givenIndex++];
      __wireReply(givenIndex < givenCount);
      break;
    case TW_ST_DATA_NACK:
    case TW_ST_LAST_DATA:
      __wireReply(true);
      __wireBus.state = WIRE_READY;
      break;
  }
}
