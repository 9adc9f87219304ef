/** Plain setup() and loop(), or scripts that take turns: which, and how each looks. */
import { describe, expect, it } from 'vitest';
import type { Script, Statement, Trigger } from '../../../compiler/program/model.ts';
import * as b from '../../interpreter/blocks.ts';
import { checkSyntax } from '../../agreement/check-syntax.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { BRICKS, OTHER, inoOf, sketchOf, turnLines, made } from '../compile-blocks.ts';

const ino = (...scripts: Script[]): string => inoOf({ bricks: BRICKS, scripts });
const isPlain = (text: string): boolean => !text.includes('SCRIPT_BEGIN') && !text.includes('deliver');
const partOf = (text: string, name: string): string[] => {
  const start = text.indexOf(`void ${name}() {`);
  return text
    .slice(start, text.indexOf('\n}', start))
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
};

const LIGHT_ABOVE: Trigger = {
  kind: 'crosses',
  direction: 'above',
  value: b.reading('light', 'value'),
  threshold: b.x(500),
};
const TRIGGERS: Readonly<Record<string, Trigger>> = {
  forever: { kind: 'forever' },
  every: { kind: 'every', seconds: b.x(0.5) },
  brick: { kind: 'brick', brick: 'button', event: 'pressed', args: [] },
  crosses: LIGHT_ABOVE,
  changes: { kind: 'changes', value: b.reading('light', 'value'), by: b.x(10) },
  becomesTrue: { kind: 'becomesTrue', condition: b.op('greater', b.v('x'), 3) },
  line: { kind: 'line' },
};
const slow = [b.act('led', 'on'), b.wait(100), b.act('led', 'off')];
const quick = [b.act('led', 'toggle')];

describe('a sketch is plain', () => {
  it.each(Object.entries(TRIGGERS))('with one script: %s', (_, trigger) => {
    expect(isPlain(ino(b.script(trigger, ...slow)))).toBe(true);
    expect(isPlain(ino(b.atStart(...quick), b.script(trigger, ...slow)))).toBe(true);
  });
  it('with starts of which only the last waits', () => {
    expect(isPlain(ino(b.atStart(...quick), b.atStart(...slow)))).toBe(true);
  });
  it('without any script', () => expect(isPlain(ino())).toBe(true));
});

describe('scripts take turns', () => {
  it.each(Object.entries(TRIGGERS))('when a start waits beside %s', (_, trigger) => {
    expect(isPlain(ino(b.atStart(...slow), b.script(trigger, ...quick)))).toBe(false);
  });
  it.each(Object.entries(TRIGGERS))('when there are two of %s', (_, trigger) => {
    expect(isPlain(ino(b.script(trigger, ...slow), b.script(trigger, ...quick)))).toBe(false);
  });
  it('when a start that waits comes before another', () => {
    expect(isPlain(ino(b.atStart(...slow), b.atStart(...quick)))).toBe(false);
  });
  it('when a start comes after the script that runs on', () => {
    expect(isPlain(ino(b.always(...slow), b.atStart(...quick)))).toBe(false);
  });
  it('when there are messages', () => {
    expect(isPlain(ino(b.atStart(b.broadcast('m')), b.onMessage('m', ...quick)))).toBe(false);
  });
  it('when an own block ends the run of an event', () => {
    const ownBlocks = [b.ownBlock('stop', [], false, b.stopScript)];
    const button = b.script(TRIGGERS['brick'] ?? LIGHT_ABOVE, b.run('stop'));
    expect(isPlain(inoOf({ bricks: BRICKS, ownBlocks, scripts: [button] }))).toBe(false);
    expect(isPlain(inoOf({ ownBlocks, scripts: [b.always(b.run('stop'))] }))).toBe(true);
  });
});

describe('in a plain sketch', () => {
  it('a forever at the end of the start is loop()', () => {
    const text = ino(b.atStart(b.act('led', 'on'), { ...b.forever(b.wait(5)), comment: 'again' }));
    expect(partOf(text, 'loop')).toEqual(['// again', 'delay(5);']);
    expect(partOf(text, 'setup').at(-1)).toBe('led1.on();');
  });
  it('continue in loop() is return, break ends the program', () => {
    const body = [b.when(b.v('x'), [b.continueLoop]), b.when(b.v('y'), [b.breakLoop]), b.wait(1)];
    const lines = ['if (x != 0) {', 'return;', '}', 'if (y != 0) {', 'while (true) {', '}', '}', 'delay(1);'];
    expect(partOf(ino(b.atStart(b.forever(...body))), 'loop')).toEqual(lines);
    expect(partOf(ino(b.always(...body)), 'loop').slice(1)).toEqual(lines);
  });
  it('but not in a loop inside it', () => {
    expect(partOf(ino(b.always(b.repeat(2, b.breakLoop), b.repeat(2, b.continueLoop))), 'loop')).toContain(
      'break;',
    );
  });
  it('stop this script ends the run of an event', () => {
    expect(partOf(ino(b.script(LIGHT_ABOVE, b.stopScript)), 'loop')).toContain('return;');
  });
  it('an every forgets the beats of a long run', () => {
    expect(partOf(ino(b.script({ kind: 'every', seconds: b.x(0.5) }, b.wait(700))), 'loop')).toEqual([
      '// Every 0.5 s',
      'if (!every1.isDue(500)) return;',
      'delay(700);',
      'every1.skipMissed(500);',
    ]);
    expect(ino(b.script({ kind: 'every', seconds: b.x(0.5) }, ...quick))).not.toContain('skipMissed');
  });
  it('stop everything switches off what moves or sounds', () => {
    expect(partOf(ino(b.always(b.act('buzzer', 'start', 440), b.stopAll)), 'loop').slice(1)).toEqual([
      'buzzer2.play(440);',
      'buzzer2.stop();',
      'while (true) {',
      '}',
    ]);
  });
});

describe('scripts in turn', () => {
  const text = ino(
    b.atStart(b.set('x', 1)),
    b.atStart(...slow),
    b.always(...slow),
    b.script({ kind: 'every', seconds: b.x(1) }, b.line('quick')),
    b.onMessage('m', ...quick),
    b.onMessage('m', ...slow),
    b.always(b.broadcastAndWait('m')),
  );
  it('begin in setup() as long as they end at once', () => {
    expect(partOf(text, 'setup').at(-1)).toBe('whenStarted();');
  });
  it('are called in the order of the program', () => {
    expect(partOf(text, 'loop')).toEqual([
      'whenStarted1();',
      'repeatForever();',
      'atIntervals();',
      'mailbox1.deliver(whenMReceived);',
      'mailbox2.deliver(script3, whenMReceived1);',
      'repeatForever1();',
    ]);
  });
  it('have an object only if they take turns', () => {
    expect(text.match(/^Script script\d;$/gm)).toHaveLength(4);
  });
  it('end for good when they run once', () => {
    expect(partOf(text, 'whenStarted1').at(-1)).toBe('SCRIPT_END_ONCE(script1);');
    expect(partOf(text, 'whenMReceived1').at(-1)).toBe('SCRIPT_END(script3);');
  });
  it('skip the beats that fall while they are busy', () => {
    expect(turnLines(b.script({ kind: 'every', seconds: b.x(0.5) }, b.wait(700))).slice(0, 5)).toEqual([
      'if (script1.isIdle()) {',
      'if (!every1.isDue(500)) return;',
      '} else {',
      'every1.skipMissed(500);',
      '}',
    ]);
  });
  it('look at their event only when they are idle', () => {
    expect(turnLines(b.script(LIGHT_ABOVE, ...slow))[0]).toBe(
      'if (script1.isIdle() && !watch1.rises(lightSensor6.read() > 500)) return;',
    );
  });
  it('stop for good, for this run, or altogether', () => {
    expect(turnLines(b.always(b.stopScript))).toContain('SCRIPT_STOP_ONCE(script1);');
    expect(turnLines(b.script(LIGHT_ABOVE, b.stopScript))).toContain('SCRIPT_STOP(script1);');
    expect(turnLines(b.always(b.stopAll))).toEqual(expect.arrayContaining(['stopEverything();', 'return;']));
    expect(partOf(ino(b.always(b.stopAll), OTHER), 'loop')[0]).toBe('if (Script::everythingStopped) return;');
  });
  it('give their turn away before continue', () => {
    const lines = turnLines(b.atStart(b.repeat(b.v('x'), b.when(true, [b.continueLoop]))));
    expect(lines.slice(lines.indexOf('continue;') - 1, lines.indexOf('continue;') + 1)).toEqual([
      'SCRIPT_TURN(script1, 1);',
      'continue;',
    ]);
  });
  it('have each step once, and one class for more than 254', () => {
    const long = inoOf({
      ownBlocks: [b.ownBlock('nap', [], false, b.wait(1))],
      scripts: [b.atStart(...Array.from({ length: 300 }, () => b.wait(1)), b.run('nap')), OTHER],
    });
    const steps = [...long.matchAll(/SCRIPT_(?:WAIT|TURN|CALL_ONCE)\(script1, (\d+)/g)].map(([, step]) =>
      Number(step),
    );
    expect(steps).toEqual(Array.from({ length: 301 }, (_, i) => i + 1));
    expect(long.match(/^LongScript script\d;$/gm)).toHaveLength(2);
    expect(long).toContain('bool nap(LongScript &script, NapFrame &me)');
    expect(long).not.toMatch(/^Script script/m);
  });
  it('wait for the answers of the others, not for their own', () => {
    const lines = turnLines(b.onMessage('m', b.broadcastAndWait('m')), { scripts: [] });
    expect(lines).toEqual(['SCRIPT_BEGIN(script1);', 'mailbox1.send();', 'SCRIPT_END(script1);']);
  });
  it('learn inside an own block whose it is', () => {
    const ownBlocks = [b.ownBlock('tell', [], false, b.broadcastAndWait('m'))];
    const both = inoOf({ ownBlocks, scripts: [b.onMessage('m', b.run('tell')), b.always(b.run('tell'))] });
    expect(both).toContain('BLOCK_WAIT_UNTIL(me, 1, (!mailbox1.isFull() || &script == &script1));');
    expect(both).toContain(
      'BLOCK_WAIT_UNTIL(me, 2, (mailbox1.isAnswered(me.ticket1) || &script == &script1));',
    );
  });
});

describe('a sketch', () => {
  it('leaves out what the program does not use', () => {
    const text = inoOf({
      bricks: BRICKS,
      lists: { unused: 5 },
      ownBlocks: [b.ownBlock('never', [], false, b.act('led', 'on'))],
      scripts: [b.atStart(b.act('buzzer', 'stop'))],
    });
    expect(text).not.toMatch(/strip|unused|never|Button/);
    expect(text).toContain('Buzzer buzzer2(PORT_2);');
  });
  it('has the same bytes again after another one', () => {
    const a: Statement[] = [b.line(b.op('smooth', b.v('x'), 5)), b.repeat(3, b.wait(1))];
    const first = sketchOf({ scripts: [b.atStart(...a), OTHER] });
    inoOf({ bricks: BRICKS, scripts: [b.always(b.repeat(9, b.wait(2))), OTHER] });
    expect(sketchOf({ scripts: [b.atStart(...a), OTHER] })).toEqual(first);
  });
  it('brings along every file it includes', () => {
    const { files } = sketchOf({
      bricks: BRICKS,
      scripts: [b.atStart(b.act('screen', 'print', 1, b.choice('1'))), OTHER],
    });
    const names = new Set(files.map(({ path }) => path));
    for (const { text } of files) {
      for (const [, included = ''] of text.matchAll(/^#include "([^"]+)"/gm))
        expect(names.has(included)).toBe(true);
    }
    expect(names.has('Lcd.cpp')).toBe(true);
  });
});

describe('avr-g++', () => {
  const hasCore = requireTool('avr-g++', 'arduino-core');
  it.skipIf(!hasCore)('takes every sketch made here', () => {
    expect(made.length).toBeGreaterThan(20);
    expect(checkSyntax(made)).toEqual([]);
  });
});
