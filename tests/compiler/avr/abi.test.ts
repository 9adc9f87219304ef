import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avrInstruction, CPU } from 'avr8js';
import { describe, expect, it } from 'vitest';
import { atmega2560 } from '../../../boards/chips/atmega2560.ts';
import { atmega328p } from '../../../boards/chips/atmega328p.ts';
import type { Chip } from '../../../boards/types.ts';
import { generateCode } from '../../../compiler/avr/generate-code.ts';
import { avrTargetOf } from '../../../compiler/avr/target.ts';
import type { IrModule } from '../../../compiler/ir/ir.ts';
import { loadIntelHex } from '../../bench/intel-hex.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { abiProgram } from './abi-program.ts';
import { gnuAssembler } from './gnu-assembler.ts';

const GPIOR0 = 0x3e;
const GPIOR1 = 0x4a;
const GPIOR2 = 0x4b;

interface Verdict {
  readonly wrong: number;
  readonly isFinished: boolean;
}

function verdictOf(c: string, module: IrModule, level: 'naive' | 'full', chip: Chip): Verdict {
  const folder = mkdtempSync(join(tmpdir(), 'genie-abi-'));
  try {
    const file = (name: string): string => join(folder, name);
    writeFileSync(file('main.c'), c);
    writeFileSync(file('ours.s'), gnuAssembler(generateCode(module, avrTargetOf(chip), { level }).asm));
    execFileSync('avr-gcc', [
      `-mmcu=${chip.mcu}`,
      '-Os',
      '-w',
      '-fno-lto',
      file('main.c'),
      file('ours.s'),
      '-o',
      file('a.elf'),
    ]);
    execFileSync('avr-objcopy', ['-O', 'ihex', file('a.elf'), file('a.hex')]);
    const program = loadIntelHex(readFileSync(file('a.hex'), 'utf8'), chip.flash.bytes);
    const cpu = new CPU(program, chip.ram.start + chip.ram.bytes - 0x100);
    while (cpu.data[GPIOR2] !== 1 && cpu.cycles < 20_000_000) avrInstruction(cpu);
    return {
      wrong: (cpu.data[GPIOR0] ?? 0) + 256 * (cpu.data[GPIOR1] ?? 0),
      isFinished: cpu.data[GPIOR2] === 1,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const hasTools = requireTool('avr-g++');
/** Each is called both ways. */
const SIGNATURES = process.env['GENIE_LONG'] === undefined ? 1_000 : 5_000;
/** As many as the chip's flash holds. */
const BATCH = 250;
const FIRST_SEED = Number(process.env['GENIE_SEED'] ?? 1);

describe.skipIf(!hasTools)('calls between avr-gcc’s code and ours', () => {
  for (const level of ['naive', 'full'] as const) {
    it(`pass every argument and result, both ways, generated ${level}`, { timeout: 3_600_000 }, () => {
      const batches = SIGNATURES / BATCH;
      for (let seed = FIRST_SEED; seed < FIRST_SEED + batches; seed++) {
        const { c, module } = abiProgram(seed, BATCH);
        expect(verdictOf(c, module, level, atmega2560), `seed ${seed}`).toEqual({
          wrong: 0,
          isFinished: true,
        });
      }
      const seeds = `seeds ${FIRST_SEED} … ${FIRST_SEED + batches - 1}`;
      console.info(`${level}: ${SIGNATURES} signatures, both ways (${seeds}, ${BATCH} each)`);
    });
  }

  it('pass them on a chip with two-byte return addresses', () => {
    const { c, module } = abiProgram(77, 40);
    expect(verdictOf(c, module, 'full', atmega328p)).toEqual({ wrong: 0, isFinished: true });
  });
});
