/**
 * Where each function of the Arduino language reference (docs.arduino.cc/language-reference, AVR boards) is held
 * against the official core.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const COVERED: Readonly<Record<string, string>> = {
  behaviour: `
    millis micros delay delayMicroseconds tone noTone pulseIn pulseInLong shiftIn shiftOut analogRead
    attachInterrupt detachInterrupt digitalPinToInterrupt interrupts noInterrupts
    available availableForWrite begin flush peek read write print println setTimeout getTimeout serialEvent
    find findUntil parseInt parseFloat readBytes readBytesUntil readString readStringUntil
    beginTransmission endTransmission requestFrom setClock setWireTimeout getWireTimeoutFlag getWriteError
    update get put length`,
  registers: `
    pinMode digitalWrite digitalRead analogWrite analogReference end beginTransaction endTransaction SPISettings
    setBitOrder setDataMode setClockDivider digitalPinToPort digitalPinToBitMask portOutputRegister`,
  language: `
    abs constrain map max min sq bit bitClear bitRead bitSet bitWrite bitToggle highByte lowByte radians degrees round
    word makeWord byte int char float long sizeof
    Alpha AlphaNumeric Ascii Control Digit Graph HexadecimalDigit LowerCase Printable Punct Space UpperCase Whitespace
    toAscii toLowerCase toUpperCase PROGMEM F pgm_read_byte pgm_read_word pgm_read_dword pgm_read_float pgm_read_ptr
    printTo yield ISR EMPTY_INTERRUPT ATOMIC_BLOCK NONATOMIC_BLOCK set_sleep_mode sleep_mode _delay_ms EEMEM
    eeprom_read_byte eeprom_write_byte eeprom_update_byte eeprom_read_block wdt_enable wdt_reset wdt_disable
    transfer transfer16 usingInterrupt notUsingInterrupt onReceive onRequest clearWireTimeoutFlag c_str`,
  texts: `
    random randomSeed charAt compareTo concat endsWith equals equalsIgnoreCase getBytes indexOf lastIndexOf remove
    replace reserve setCharAt startsWith substring toCharArray toDouble toFloat toInt trim
    sprintf snprintf sscanf dtostrf itoa strcpy strcmp memcpy qsort`,
  maths: 'pow sqrt sin cos tan asin acos atan atan2 exp log log10 floor ceil fabs fmod isnan isinf lround',
  usb: 'configured isSuspended wakeupHost baud dtr rts readBreak',
};

describe.each(Object.entries(COVERED))('tests/core/%s.test.ts', (file, names) => {
  it('exercises what it should', () => {
    const text = readFileSync(`tests/core/${file}.test.ts`, 'utf8');
    const written = new Set(text.match(/\w+/g));
    const missing = names
      .trim()
      .split(/\s+/)
      .filter((name) => !written.has(name));
    expect(missing).toEqual([]);
  });
});
