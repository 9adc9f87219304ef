/** What survives power off: values by name, through resets, a full memory, and power cuts at any byte. */
import { expect, it } from 'vitest';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { linesUntilEnd, runFirmware } from './run-firmware.ts';

const run = async (statements: string, eeprom: Uint8Array, before = ''): Promise<string[]> => {
  const machine = await runFirmware(
    ['GenieMemory.h'],
    `${before} void setup() { Serial.begin(1000000); ${statements} Serial.println(F("end")); } void loop() {}`,
    { eeprom },
  );
  return linesUntilEnd(machine);
};
const blank = (): Uint8Array => new Uint8Array(1024).fill(0xff);
const LOAD = 'Serial.println(loadWhole(F("a")));';

describeEachCompiler('GenieMemory', () => {
  it('finds values again after power off, and converts between kinds', async () => {
    const eeprom = blank();
    await run(
      `saveWhole(F("score"), -2147483647L); saveDecimal(F("Élève é"), 2.5); saveWhole(F("score2"), 7); saveDecimal(F("huge"), 1e30); saveDecimal(F("nan"), NAN);`,
      eeprom,
    );
    const printed = await run(
      `Serial.println(loadWhole(F("score"))); Serial.println(loadDecimal(F("Élève é"))); Serial.println(loadWhole(F("Élève é")));
       Serial.println(loadDecimal(F("score2"))); Serial.println(loadWhole(F("huge"))); Serial.println(loadWhole(F("nan")));
       Serial.println(loadWhole(F("never"))); Serial.println(loadDecimal(F("never"))); Serial.println(loadWhole(F("")));`,
      eeprom,
    );
    expect(printed).toEqual(['-2147483647', '2.50', '3', '7.00', '2147483647', '0', '0', '0.00', '0']);
    expect([...eeprom.subarray(256)].every((byte) => byte === 0xff)).toBe(true);
  });

  it.each([0x00, 0xff, 0x57, 0x44])('takes memory full of 0x%s for empty', async (byte) => {
    expect(await run(LOAD, new Uint8Array(1024).fill(byte))).toEqual(['0']);
  });

  it('keeps 32 names and leaves the 33rd out', async () => {
    const names = Array.from({ length: 33 }, (_, i) => `name ${i}`);
    const eeprom = blank();
    await run(names.map((name, i) => `saveWhole(F("${name}"), ${i + 1});`).join('\n'), eeprom);
    const printed = await run(
      names.map((name) => `Serial.println(loadWhole(F("${name}")));`).join('\n'),
      eeprom,
    );
    expect(printed.map(Number)).toEqual(names.map((_, i) => (i < 32 ? i + 1 : 0)));
    await run('saveDecimal(F("name 31"), -1.5);', eeprom);
    expect(await run('Serial.println(loadDecimal(F("name 31")));', eeprom)).toEqual(['-1.50']);
  });

  it('writes nothing when the value is the same, and blocks at most 31 ms', async () => {
    const printed = await run(
      `saveWhole(F("a"), 0x01020304L); delay(5); unsigned long start = millis(); saveWhole(F("a"), 0x01020304L); Serial.println(millis() - start < 2);
       start = millis(); saveDecimal(F("a"), -1.1); Serial.println(millis() - start);`,
      blank(),
    );
    expect(printed[0]).toBe('1');
    expect(Number(printed[1])).toBeLessThanOrEqual(31);
  });

  it('is found as before, as never saved or as new when power fails between any two bytes', async () => {
    for (const before of ['', 'saveWhole(F("a"), 0x11223344L);', 'saveDecimal(F("a"), 3);']) {
      const eeprom = blank();
      await run(`saveWhole(F("other"), 5); ${before}`, eeprom);
      const old = (await run(LOAD, eeprom))[0];
      const machine = await runFirmware(
        ['GenieMemory.h'],
        `void setup() { Serial.begin(1000000); saveWhole(F("a"), -2); Serial.println(F("end")); } void loop() {}`,
        { eeprom },
      );
      const states = new Map<string, Uint8Array>();
      const isOver = (): boolean => {
        states.set(eeprom.subarray(0, 32).join(), eeprom.slice());
        return machine.serial.sent.length > 0;
      };
      expect(machine.runUntil(isOver, 1000)).toBe(true);
      expect(states.size).toBeGreaterThan(5);
      for (const state of states.values()) {
        const [value, other] = await run(`${LOAD} Serial.println(loadWhole(F("other")));`, state);
        expect([old, '0', '-2']).toContain(value);
        expect(other).toBe('5');
      }
    }
  });
});
