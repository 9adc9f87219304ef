/* What the parts of Wire share. */
#pragma once

#include <Wire.h>

/* RECEIVING and SENDING as master; a slave is BUSY. */
enum WireState { WIRE_READY, WIRE_RECEIVING, WIRE_SENDING, WIRE_BUSY };

struct WireBus {
  volatile uint8_t state;
  /* Address and direction. */
  uint8_t slarw;
  bool isStopped;
  /* A repeated start is on the bus already. */
  volatile bool isStarted;
  /* 0, or the status that ended the transmission; a bus error is 1. */
  volatile uint8_t error;
  uint8_t count;
  volatile uint8_t index;
};
extern WireBus __wireBus;

struct WireBuffers {
  uint8_t rx[BUFFER_LENGTH];
  uint8_t rxIndex;
  uint8_t rxLength;
  uint8_t tx[BUFFER_LENGTH];
  uint8_t txLength;
  uint8_t txAddress;
  bool isTransmitting;
};
extern WireBuffers __wireBuffers;

void __wireInit();
void __wireReply(bool isAcknowledged);
void __wireRelease();

/* Waits while the bus is in this state, or until it is WIRE_READY; false after a timeout. */
bool __wireWaitWhile(uint8_t state);
bool __wireWaitReady();
/* Waits for the end of a stop. */
bool __wireWaitStop();
/* The interrupt's part for slaves. */
void __wireSlave(uint8_t status);
/* Bytes that a slave gives. */
void __wireGive(const uint8_t *bytes, size_t count);
