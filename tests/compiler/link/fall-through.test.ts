/** Functions that end with a jump to another one. */
import { expect, test } from 'vitest';
import { addressOf, cpuWith, linkText, runToBreak } from './link-text.ts';

const bytesOf = (linked: ReturnType<typeof linkText>, name: string): number =>
  linked.firmware.symbols.find((symbol) => symbol.name === name)?.bytes ?? -1;

const MAIN = '.code main\nldi r24, 0\ncall a\ncall d\nbreak\n.s:\nrjmp .s\n';

test('run into it without the jump, in chains, each target once', () => {
  const linked = linkText(
    `${MAIN}.code a\ninc r24\njmp b\n.code b\ninc r24\nrjmp c\n.code c\ninc r24\nret\n.code d\nlsl r24\njmp c`,
  );
  expect(['a', 'b', 'c', 'd'].map((name) => bytesOf(linked, name))).toEqual([2, 2, 4, 4]);
  expect(addressOf(linked, 'b')).toBe(addressOf(linked, 'a') + 2);
  const cpu = cpuWith(linked.firmware.image);
  runToBreak(cpu);
  expect(cpu.data[24]).toBe(7);
});

test('keep the jump when the chain would be a ring, when it is skipped, and when it goes inside', () => {
  const linked =
    linkText(`${MAIN}.code a\ninc r24\nsbrs r24, 1\njmp b\n.code b\ninc r24\nsbrs r24, 2\nrjmp c\nret
.code c\ninc r24\nrjmp a\n.code d\nlsl r24\njmp e+2\n.code e\ninc r24\nret`);
  const cpu = cpuWith(linked.firmware.image);
  expect(bytesOf(linked, 'a')).toBe(6);
  expect(bytesOf(linked, 'd')).toBe(4);
  expect(bytesOf(linked, 'c')).toBe(2);
  expect(() => runToBreak(cpu)).not.toThrow();
});

test('keep one jump of a ring', () => {
  const linked = linkText(
    `${MAIN}.code a\ninc r24\nsbrc r24, 3\nret\njmp b\n.code b\ninc r24\njmp a\n.code d\nret`,
  );
  expect([bytesOf(linked, 'a'), bytesOf(linked, 'b')]).toEqual([6, 4]);
  const cpu = cpuWith(linked.firmware.image);
  runToBreak(cpu);
  expect(cpu.data[24]).toBe(9);
});
