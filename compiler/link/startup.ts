/**
 * What runs between reset and main: only what this program needs.
 *
 * In: sizes of data and bss, constructors, whether main returns. Out: one code section `__startup`,
 * which main follows directly when `fallsIntoMain`. r1 is zero as the ABI wants, the stack starts at the
 * end of RAM whatever a bootloader left, RAMPZ and EIND are zero where the chip has them.
 * Symbols of layout it uses: __stack, __data_start, __data_end, __data_load_start, __bss_start, __bss_end.
 */
import type { AsmSection } from '../asm/asm.ts';
import { parseAsm } from '../asm/parse-asm.ts';
import type { Chip } from '../../boards/types.ts';
import { InternalError } from '../diagnostics/internal-error.ts';

export interface StartupNeeds {
  readonly chip: Chip;
  /** Initial values by address; undefined: too many or with addresses in them, copy the image. */
  readonly fewDataBytes: readonly number[] | undefined;
  readonly dataBytes: number;
  readonly bssBytes: number;
  /** The image of the data ends above the 64 KB that lpm reaches. */
  readonly isImageFar: boolean;
  readonly constructors: readonly string[];
  readonly fallsIntoMain: boolean;
}

/** As many initial bytes are shorter stored one by one than copied by a loop from an image. */
export const FEW_DATA_BYTES = 3;

export function startupSection(needs: StartupNeeds): AsmSection {
  const { chip } = needs;
  const lines = [
    '.code __startup',
    'eor r1, r1',
    'out __SREG__, r1',
    ...(chip.flash.bytes > 0x10000 ? ['out __RAMPZ__, r1'] : []),
    ...(chip.flash.bytes > 0x20000 ? ['out __EIND__, r1'] : []),
    'ldi r28, lo8(__stack)',
    'ldi r29, hi8(__stack)',
    'out __SP_H__, r29',
    'out __SP_L__, r28',
    ...copyData(needs),
    ...clearBss(needs),
    ...needs.constructors.map((name) => `call ${name}`),
    ...(needs.fallsIntoMain ? [] : ['call main', 'cli', '.stop:', 'rjmp .stop']),
  ];
  const [section] = parseAsm(lines.join('\n'));
  if (section === undefined) throw new InternalError('startup is empty');
  return section;
}

function copyData({ fewDataBytes, dataBytes, isImageFar }: StartupNeeds): string[] {
  if (fewDataBytes !== undefined)
    return fewDataBytes.flatMap((value, i) =>
      value === 0
        ? [`sts __data_start+${i}, r1`]
        : [...(fewDataBytes[i - 1] === value ? [] : [`ldi r24, ${value}`]), `sts __data_start+${i}, r24`],
    );
  if (dataBytes === 0) return [];
  const load = isImageFar ? 'elpm' : 'lpm';
  return [
    'ldi r26, lo8(__data_start)',
    'ldi r27, hi8(__data_start)',
    'ldi r30, lo8(__data_load_start)',
    'ldi r31, hi8(__data_load_start)',
    ...(isImageFar ? ['ldi r24, hh8(__data_load_start)', 'out __RAMPZ__, r24'] : []),
    ...loop('.copy', [`${load} r0, Z+`, 'st X+, r0'], dataBytes, '__data_end'),
    ...(isImageFar ? ['out __RAMPZ__, r1'] : []),
  ];
}

function clearBss({ fewDataBytes, dataBytes, bssBytes }: StartupNeeds): string[] {
  if (bssBytes === 0) return [];
  // The copy leaves X at the end of the data, where bss begins.
  const hasX = dataBytes > 0 && fewDataBytes === undefined;
  const pointer = hasX ? [] : ['ldi r26, lo8(__bss_start)', 'ldi r27, hi8(__bss_start)'];
  if (!hasX && bssBytes <= 2) return Array.from({ length: bssBytes }, (_, i) => `sts __bss_start+${i}, r1`);
  if (bssBytes <= 4) return [...pointer, ...Array.from({ length: bssBytes }, () => 'st X+, r1')];
  return [...pointer, ...loop('.clear', ['st X+, r1'], bssBytes, '__bss_end')];
}

/** Repeats `body`, which moves X by one, `count` times. */
function loop(label: string, body: readonly string[], count: number, end: string): string[] {
  if (count <= 256) return [`ldi r24, ${count & 255}`, `${label}:`, ...body, 'dec r24', `brne ${label}`];
  return [
    `ldi r24, hi8(${end})`,
    `${label}:`,
    ...body,
    `cpi r26, lo8(${end})`,
    'cpc r27, r24',
    `brne ${label}`,
  ];
}
