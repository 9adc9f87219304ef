/** Intel HEX both ways, against avr-objcopy. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readHex } from '../../../compiler/hex/read-hex.ts';
import { writeHex } from '../../../compiler/hex/write-hex.ts';
import { loadIntelHex } from '../../bench/intel-hex.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { randomOf } from '../asm/random.ts';

const FLASH = 262_144;
const SIZES = [1, 2, 15, 16, 17, 374, 32_768, 65_535, 65_536, 65_537, 65_552, 131_072, 131_100, 262_144];

function bytesOf(size: number): Uint8Array {
  const random = randomOf(size);
  return Uint8Array.from({ length: size }, () => random(256));
}

describe('written HEX', () => {
  test.each(SIZES)('of %d bytes is what avr-objcopy writes', (size) => {
    if (!requireTool('avr-g++')) return;
    const folder = mkdtempSync(join(tmpdir(), 'genie-hex-'));
    try {
      writeFileSync(join(folder, 'a.bin'), bytesOf(size));
      execFileSync('avr-objcopy', ['-I', 'binary', '-O', 'ihex', 'a.bin', 'a.hex'], { cwd: folder });
      expect(writeHex(bytesOf(size)) === readFileSync(join(folder, 'a.hex'), 'latin1')).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each(SIZES)('of %d bytes is read back the same, with either line end', (size) => {
    const image = bytesOf(size);
    for (const lineEnd of ['\r\n', '\n'] as const) {
      const text = writeHex(image, lineEnd);
      const read = readHex(text, FLASH);
      expect(read.ok && Buffer.compare(read.image, image)).toBe(0);
      const onBench = new Uint8Array(loadIntelHex(text, FLASH).buffer).subarray(0, size);
      expect(Buffer.compare(onBench, image)).toBe(0);
    }
  });
});

describe('HEX that is not as it should be', () => {
  const good = writeHex(bytesOf(40), '\n').split('\n');
  const [first = '', , , end = ''] = good;
  const readLines = (...lines: string[]): ReturnType<typeof readHex> => readHex(lines.join('\n'), 1024);

  test.each([
    ['not-a-record', 1, ['hello']],
    ['not-a-record', 2, [first, ':0x00000001FF']],
    ['not-a-record', 1, [first.slice(0, -1)]],
    ['wrong-length', 1, [first.slice(0, -2)]],
    ['wrong-length', 1, [':020000010000FD']],
    ['wrong-checksum', 1, [`${first.slice(0, -2)}00`, end]],
    ['unknown-type', 1, [':00000006FA', end]],
    ['outside-flash', 1, [':0103FF00AA53', ':01040000AA51'].slice(1)],
    ['written-twice', 2, [first, first, end]],
    ['after-the-end', 2, [end, first]],
    ['no-end', 2, [first, '']],
    ['empty', 1, [end]],
    ['no-end', 1, ['']],
  ] as const)('%s, line %d', (problem, line, lines) => {
    expect(readLines(...lines)).toEqual({ ok: false, problem, line });
  });

  test('never throws, whatever the text: 5,000 changed files', () => {
    const random = randomOf(7);
    const text = writeHex(bytesOf(200), '\n');
    const alphabet = ':0123456789ABCDEFabcdefg\n\r \0é';
    let refused = 0;
    for (let i = 0; i < 5000; i++) {
      const letters = text.split('');
      for (let n = 1 + random(4); n > 0; n--) {
        const at = random(letters.length);
        const letter = alphabet[random(alphabet.length)] ?? '';
        if (random(3) === 0) letters.splice(at, 1 + random(40));
        else if (random(2) === 0) letters.splice(at, 0, letter);
        else letters[at] = letter;
      }
      const result = readHex(letters.join(''), 1024);
      if (!result.ok) refused++;
    }
    expect(refused).toBeGreaterThan(4000);
  });
});
