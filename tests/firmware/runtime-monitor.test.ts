/** The serial cable and the clock: lines in pieces, too long, cut letters; plotting; time that stays. */
import { expect, it } from 'vitest';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { lines, linesUntilEnd, runFirmware } from './run-firmware.ts';

const ECHO = `Monitor monitor; void setup() { monitor.begin(); }
  void loop() { if (monitor.hasLine()) { Text line = monitor.readLine(); Serial.print('['); monitor.print(line); Serial.print("] "); Serial.println(line.length()); } }`;

describeEachCompiler('GenieMonitor', () => {
  it('puts lines together, ended by \\n or \\r\\n, at most 40 bytes, no letter cut', async () => {
    const machine = await runFirmware(['GenieMonitor.h'], ECHO);
    const a39 = 'a'.repeat(39);
    const sent = [
      'one\r\n',
      '\n',
      'tw',
      'o\n',
      `${a39}é!\n`,
      `${a39}b\r\n`,
      `${a39}bcdefgh\n`,
      'x\ry\n',
      `${'é'.repeat(25)}\r\n`,
      'a\0b\n',
      'unfinished',
    ];
    sent.forEach((text, i) => machine.at(10 + i * 10, () => machine.sendSerial(text)));
    machine.run(200);
    expect(lines(machine)).toEqual([
      '[one] 3',
      '[] 0',
      '[two] 3',
      `[${a39}] 39`,
      `[${a39}b] 40`,
      `[${a39}b] 40`,
      '[x\ry] 3',
      `[${'é'.repeat(20)}] 20`,
      '[ab] 2',
    ]);
    expect(machine.faults).toEqual([]);
  });

  it('keeps a line until it is taken, and the next ones behind it', async () => {
    const machine = await runFirmware(
      ['GenieMonitor.h'],
      `Monitor monitor; void setup() { monitor.begin(); delay(50); Serial.println(monitor.hasLine()); Serial.println(monitor.hasLine());
        Serial.println(monitor.readNumber()); Serial.println(monitor.readNumber()); Serial.println(monitor.readLine().chars());
        Serial.println(monitor.hasLine()); Serial.println(monitor.readLine().chars()); Serial.println(monitor.readNumber());
        monitor.printLine(F("A text in flash may be longer than forty bytes, as long as the child likes."));
        monitor.plot("température", 21.25); monitor.plot(F("n"), -3); monitor.printLine(2.5); Serial.println("end"); } void loop() {}`,
    );
    machine.at(5, () => machine.sendSerial(' -12,5\nabc\nlast\n'));
    expect(linesUntilEnd(machine)).toEqual([
      '1',
      '1',
      '-12.50',
      '0.00',
      'last',
      '0',
      '',
      '0.00',
      'A text in flash may be longer than forty bytes, as long as the child likes.',
      'température:21.25',
      'n:-3',
      '2.5',
    ]);
  });

  it.each(['atmega32u4', 'atmega2560'] as const)('builds for %s', async (chip) => {
    const machine = await runFirmware(
      ['GenieMonitor.h', 'GenieScripts.h', 'GenieLists.h', 'GenieMemory.h', 'GenieTime.h'],
      ECHO,
      { chip },
    );
    machine.run(20);
    expect(machine.faults).toEqual([]);
  });
});

describeEachCompiler('GenieTime', () => {
  it('counts seconds and milliseconds, stays at the limit, and stops time from a reset', async () => {
    const machine = await runFirmware(
      ['GenieTime.h'],
      `extern volatile unsigned long timer0_millis; Chronometer timer;
       void jump(unsigned long to) { cli(); timer0_millis = to; sei(); }
       void setup() { Serial.begin(1000000); jump(1500); Serial.println(secondsSinceStart()); Serial.println(millisecondsSinceStart()); Serial.println(timer.seconds());
         timer.reset(); jump(4000); Serial.println(timer.seconds()); jump(2147483646UL); Serial.println(millisecondsSinceStart()); jump(2147483650UL); Serial.println(millisecondsSinceStart());
         jump(3); Serial.println(millisecondsSinceStart()); Serial.println(sizeof(Chronometer)); Serial.println("end"); } void loop() {}`,
    );
    expect(linesUntilEnd(machine)).toEqual([
      '1.50',
      '1500',
      '1.50',
      '2.50',
      '2147483646',
      '2147483647',
      '2147483647',
      '4',
    ]);
  });
});
