/** Scripts, messages, watches and beats on the chip: rhythm, turns, stopping, wrap-arounds. */
import { expect, it } from 'vitest';
import type { Machine } from '../bench/machine.ts';
import { serialLines } from '../bench/observe.ts';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { lines, linesUntilEnd, runFirmware } from './run-firmware.ts';

const START = (sketch: string): Promise<Machine> =>
  runFirmware(['GenieScripts.h'], `extern volatile unsigned long timer0_millis;\n${sketch}`);
const BEGIN = 'Serial.begin(1000000);';

describeEachCompiler('GenieScripts', () => {
  it('needs the documented bytes of RAM', async () => {
    const machine = await START(`void setup() { ${BEGIN}
      Serial.println(sizeof(Script)); Serial.println(sizeof(LongScript)); Serial.println(sizeof(Watch));
      Serial.println(sizeof(WatchNumber)); Serial.println(sizeof(Every)); Serial.println(sizeof(Mailbox)); Serial.println("end"); } void loop() {}`);
    expect(linesUntilEnd(machine)).toEqual(['5', '6', '1', '5', '5', '2']);
  });

  it('keeps the periods of 12 scripts for a minute, though one works for 3 ms', async () => {
    const periods = [7, 10, 13, 20, 25, 33, 50, 100, 150, 333, 1000, 2500];
    const scripts = periods.map(
      (period, i) => `Script s${i}; unsigned int n${i};
        void run${i}() { SCRIPT_BEGIN(s${i}); while (true) { n${i}++; ${i === 5 ? 'delayMicroseconds(3000);' : ''} SCRIPT_WAIT(s${i}, 1, ${period}); } SCRIPT_END_ONCE(s${i}); }`,
    );
    const machine = await START(`${scripts.join('\n')}
      void setup() { ${BEGIN} }
      void loop() { ${periods.map((_, i) => `run${i}();`).join(' ')}
        if (millis() >= 60000) { ${periods.map((_, i) => `Serial.println(n${i});`).join(' ')} Serial.println("end"); while (true) {} } }`);
    const counts = linesUntilEnd(machine, 70_000).map(Number);
    periods.forEach((period, i) => {
      const count = counts[i] ?? 0;
      expect(count, `every ${period} ms`).toBeGreaterThanOrEqual(Math.floor(60_000 / period));
      expect(count, `every ${period} ms`).toBeLessThanOrEqual(Math.floor(60_000 / period) + 1);
    });
  });

  it('does not take long work for waiting', async () => {
    const machine = await START(`Script s;
      void run() { SCRIPT_BEGIN(s); while (true) { Serial.println(millis()); delay(30); SCRIPT_WAIT(s, 1, 100); } SCRIPT_END_ONCE(s); }
      void setup() { ${BEGIN} } void loop() { run(); }`);
    machine.run(600);
    const times = lines(machine).map(Number);
    // millis() counts 1.024 ms at a time and leaves some out.
    const gaps = times.slice(1, 4).map((ms, i) => ms - (times[i] ?? 0));
    for (const gap of gaps) expect(Math.abs(gap - 130)).toBeLessThanOrEqual(1);
    expect(gaps).toHaveLength(3);
  });

  it('jumps into nested loops, waits until, turns and calls own blocks that wait', async () => {
    const machine =
      await START(`Script s; Script other; struct Frame { byte step; byte count; byte round; }; Frame frame; volatile bool go;
      bool walk(Script &script, Frame &me) {
        BLOCK_BEGIN(me);
        for (me.round = 0; me.round < me.count; me.round++) {
          Serial.print('w'); Serial.println(me.round);
          BLOCK_WAIT(script, me, 1, 10);
          if (me.round == 3) BLOCK_RETURN(me);
          BLOCK_TURN(me, 2);
        }
        BLOCK_WAIT_UNTIL(me, 3, go);
        Serial.println("through");
        BLOCK_END(me);
      }
      void run() {
        static byte i, j;
        SCRIPT_BEGIN(s);
        for (i = 0; i < 2; i++) {
          for (j = 0; j < 2; j++) {
            if (i != j) SCRIPT_WAIT(s, 1, 5); else SCRIPT_TURN(s, 2);
            Serial.print(i); Serial.println(j);
          }
        }
        frame.step = 0; frame.count = 2;
        SCRIPT_CALL(s, 3, walk(s, frame));
        frame.step = 0; frame.count = 9;
        SCRIPT_CALL(s, 4, walk(s, frame));
        SCRIPT_WAIT_UNTIL(s, 5, millis() >= 200);
        Serial.println(millis()); Serial.println("end");
        SCRIPT_END_ONCE(s);
      }
      void opens() { SCRIPT_BEGIN(other); SCRIPT_WAIT(other, 1, 100); go = true; SCRIPT_END_ONCE(other); }
      void setup() { ${BEGIN} } void loop() { run(); opens(); }`);
    expect(linesUntilEnd(machine)).toEqual([
      '00',
      '01',
      '10',
      '11',
      'w0',
      'w1',
      'through',
      'w0',
      'w1',
      'w2',
      'w3',
      '200',
    ]);
    machine.run(machine.ms + 300);
    expect(lines(machine).at(-1)).toBe('end');
  });

  it('stops a script from inside nested own blocks, for good where it runs once', async () => {
    const machine =
      await START(`Script once; LongScript longOnce; Script again; struct Frame { byte step; byte inner; };
      Frame f1, f2, f3; Frame g1, g2; byte starts;
      bool inner(Script &script, Frame &me) { BLOCK_BEGIN(me); BLOCK_WAIT(script, me, 1, 5); BLOCK_STOP_SCRIPT(script); BLOCK_END(me); }
      bool outer(Script &script, Frame &me, Frame &below) { BLOCK_BEGIN(me); below.step = 0; BLOCK_CALL(me, 1, inner(script, below)); Serial.println("never"); BLOCK_END(me); }
      bool longInner(LongScript &script, Frame &me) { BLOCK_BEGIN(me); BLOCK_WAIT(script, me, 1, 5); BLOCK_STOP_SCRIPT(script); BLOCK_END(me); }
      void runOnce() { SCRIPT_BEGIN(once); Serial.println("once"); f1.step = 0; SCRIPT_CALL_ONCE(once, 1, outer(once, f1, f2)); Serial.println("never"); SCRIPT_END_ONCE(once); }
      void runLong() { SCRIPT_BEGIN(longOnce); Serial.println("long"); SCRIPT_WAIT(longOnce, 60000, 1); f3.step = 0; SCRIPT_CALL_ONCE(longOnce, 1000, longInner(longOnce, f3)); Serial.println("never"); SCRIPT_END_ONCE(longOnce); }
      void runAgain() { SCRIPT_BEGIN(again); if (starts == 3) SCRIPT_STOP_ONCE(again); starts++; Serial.println("again"); g1.step = 0; SCRIPT_CALL(again, 1, outer(again, g1, g2)); Serial.println("never"); SCRIPT_END(again); }
      void setup() { ${BEGIN} } void loop() { runOnce(); runLong(); runAgain(); }`);
    machine.run(200);
    expect(lines(machine)).toEqual(['once', 'long', 'again', 'again', 'again']);
  });

  it('begins again after months without a run, and across the wrap of millis()', async () => {
    const machine = await START(`Script s; Every every; bool ask;
      void run() { if (s.isIdle() && !ask) return; SCRIPT_BEGIN(s); ask = false; Serial.println("a"); SCRIPT_WAIT(s, 1, 40); Serial.println("b"); SCRIPT_END(s); }
      void spin(unsigned long ms) { for (unsigned long start = millis(); millis() - start < ms;) { run(); if (every.isDue(1000)) Serial.println("beat"); } }
      void jump(unsigned long to) { cli(); timer0_millis = to; sei(); }
      void setup() { ${BEGIN} ask = true; spin(100); jump(0x90000000UL); ask = true; spin(100); jump(0xFFFFFFF0UL); ask = true; spin(100); Serial.println("end"); }
      void loop() {}`);
    expect(linesUntilEnd(machine).filter((line) => line !== 'beat')).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    const at = serialLines(machine).filter(({ text }) => text.length === 1);
    for (const i of [0, 2, 4])
      expect(Math.round((at[i + 1]?.ms ?? 0) - (at[i]?.ms ?? 0))).toBeLessThanOrEqual(42);
  });

  it('stops everything', async () => {
    const machine = await START(`Script a; Script b; byte n;
      void runA() { SCRIPT_BEGIN(a); while (true) { Serial.println(n); n++; if (n == 3) { stopEverything(); return; } SCRIPT_WAIT(a, 1, 10); } SCRIPT_END_ONCE(a); }
      void runB() { SCRIPT_BEGIN(b); SCRIPT_WAIT(b, 1, 100); Serial.println("never"); SCRIPT_END(b); }
      void setup() { ${BEGIN} } void loop() { runA(); runB(); }`);
    machine.run(300);
    expect(lines(machine)).toEqual(['0', '1', '2']);
  });

  it('remembers at the first look, then fires at each turn', async () => {
    const machine = await START(`Watch up, down, fromTrue; WatchNumber by2, any;
      void setup() { ${BEGIN}
        const bool truths[] = {false, true, true, false, false, true};
        for (byte i = 0; i < 6; i++) { Serial.print(up.rises(truths[i])); Serial.print(down.falls(truths[i])); } Serial.println();
        Serial.print(fromTrue.rises(true)); Serial.print(fromTrue.rises(false)); Serial.println(fromTrue.rises(true));
        const double values[] = {5, 6, 7, 8, 9, 9, 6.5, 7, -INFINITY, NAN, 0};
        for (byte i = 0; i < 11; i++) { Serial.print(by2.changes(values[i], 2)); Serial.print(any.changes(values[i], 0)); } Serial.println();
        Serial.println("end"); } void loop() {}`);
    const pairs = [
      [0, 0],
      [1, 0],
      [0, 0],
      [0, 1],
      [0, 0],
      [1, 0],
    ];
    const numbers = [5, 6, 7, 8, 9, 9, 6.5, 7, -Infinity, NaN, 0];
    const watch = (by: number): number[] => {
      let last = numbers[0] ?? 0;
      return numbers.map((now, i) => {
        const fires = i > 0 && now !== last && Math.abs(now - last) >= by;
        if (fires) last = now;
        return fires ? 1 : 0;
      });
    };
    const [two, any] = [watch(2), watch(0)];
    expect(linesUntilEnd(machine)).toEqual([
      pairs.flat().join(''),
      '001',
      numbers.flatMap((_, i) => [two[i], any[i]]).join(''),
    ]);
  });

  it('watches whole numbers to the last digit', async () => {
    const machine = await START(`WatchWhole by2, any;
      void setup() { ${BEGIN}
        const long values[] = {5, 6, 7, 7, 4, 2000000001L, 2000000002L, -2147483647L, 2147483647L, 2147483646L};
        for (byte i = 0; i < 10; i++) { Serial.print(by2.changes(values[i], 2)); Serial.print(any.changes(values[i], -1)); } Serial.println();
        Serial.println("end"); } void loop() {}`);
    expect(linesUntilEnd(machine)).toEqual(['00011100111101111101']);
  });

  it('beats without drift, skips missed beats, and takes 0 as 1 ms', async () => {
    const machine = await START(`Every every, fast; unsigned int beats; Script busy; Every slow;
      void work() {
        if (!busy.isIdle()) slow.skipMissed(100); else if (!slow.isDue(100)) return;
        SCRIPT_BEGIN(busy); Serial.print("slow "); Serial.println(millis()); SCRIPT_WAIT(busy, 1, 150); SCRIPT_END(busy);
      }
      void setup() { ${BEGIN}
        for (unsigned long start = millis(); millis() - start < 1000;) { if (every.isDue(70)) { Serial.println(millis() - start); if (beats == 4) delay(200); beats++; } }
        for (unsigned long start = millis(); millis() - start < 500;) work();
        beats = 0; for (unsigned long start = millis(); millis() - start < 100;) if (fast.isDue(0)) beats++;
        Serial.println(beats); Serial.println("end"); } void loop() {}`);
    const printed = linesUntilEnd(machine);
    // 280 + 200 ms of delay: 350 and 420 are over when it asks again.
    expect(printed.slice(0, 13).map(Number)).toEqual([
      0, 70, 140, 210, 280, 480, 490, 560, 630, 700, 770, 840, 910,
    ]);
    const slow = printed.filter((line) => line.startsWith('slow')).map((line) => Number(line.slice(5)));
    expect(slow.map((ms) => ms - (slow[0] ?? 0))).toEqual([0, 200, 400]);
    // millis() itself leaves out a count now and then.
    expect(Number(printed.at(-1))).toBeGreaterThanOrEqual(95);
  });

  it('delivers 1,000 messages one by one, and answers each ticket', async () => {
    const machine =
      await START(`Mailbox box, waiting; Script reader; LongScript longReader; unsigned int got, gotWaiting, early, late; bool full;
      void read() { got++; }
      void readSlowly() { SCRIPT_BEGIN(reader); SCRIPT_WAIT(reader, 1, 1); gotWaiting++; SCRIPT_END(reader); }
      void readLong() { SCRIPT_BEGIN(longReader); SCRIPT_WAIT(longReader, 1000, 1); gotWaiting++; SCRIPT_END(longReader); }
      void setup() { ${BEGIN}
        for (int i = 0; i < 127; i++) { if (box.isFull()) full = true; box.send(); }
        Serial.println(full); Serial.println(box.isFull()); box.send();
        while (box.hasMail()) box.deliver(read);
        Serial.println(got);
        for (int i = 0; i < 873; i++) { uint8_t ticket = box.send(); if (box.isAnswered(ticket)) early++; box.deliver(read); if (!box.isAnswered(ticket)) late++; }
        Serial.println(got); Serial.println(early); Serial.println(late); box.deliver(read); box.finish(); Serial.println(box.hasMail());
        for (int i = 0; i < 300; i++) { uint8_t first = waiting.send(), second = waiting.send();
          while (!waiting.isAnswered(first)) waiting.deliver(reader, readSlowly);
          if (waiting.isAnswered(second)) early++;
          while (!waiting.isAnswered(second)) waiting.deliver(longReader, readLong); }
        Serial.println(gotWaiting); Serial.println(early); Serial.println("end"); } void loop() {}`);
    expect(linesUntilEnd(machine)).toEqual(['0', '1', '127', '1000', '0', '0', '0', '600', '0']);
  });
});
