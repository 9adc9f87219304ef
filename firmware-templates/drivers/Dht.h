/*
 * Dht - temperature and humidity of the air: DHT11 or DHT22 (AM2302) on one wire with a pull-up.
 *
 *   Dht air(4, Dht::DHT22);
 *   void setup() { Serial.begin(115200); air.begin(); }
 *   void loop() { Serial.println(air.celsius()); delay(2000); }
 *
 * The sensor is asked at most every 2 seconds (the first time 1 second after power-on); in between, and
 * when an answer is damaged or missing, the last good values are given. Before the first: 0.
 * Aosong DHT11 V1.3 and AM2302 datasheets, "Communication". Interrupts stay on while it answers.
 * Blocks: 24 ms at most (DHT22: 7 ms), and only when it asks. RAM: 10 bytes.
 */
#ifndef DHT_H
#define DHT_H

#include <Arduino.h>

class Dht {
 public:
  enum Model { DHT11 = 11, DHT22 = 22 };

  constexpr Dht(uint8_t pin, uint8_t model) : pin(pin), model(model), celsiusTenths(0), humidityTenths(0), askedAt(0) {}
  void begin();
  /* -40 to 125 degrees Celsius. */
  double celsius();
  /* 0 to 100 percent. */
  double humidity();

 private:
  uint8_t pin;
  uint8_t model;
  int celsiusTenths;
  int humidityTenths;
  unsigned long askedAt;

  void refresh();
  bool ask(uint8_t *answer);
};

#endif
