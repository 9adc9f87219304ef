/**
 * The faults of tests/device/faults.test.ts on the machine code of real bootloaders, in the simulated chip.
 *
 * By default some of them, evenly spread; all with GENIE_LONG=1.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { DeviceError } from '../../app/device/device-error.ts';
import { createDeviceService } from '../../app/device/device-service.ts';
import { MemoryTransport } from '../../app/device/memory-transport.ts';
import { upload } from '../../app/device/upload.ts';
import { bootProgram, type BootImage } from '../../app/virtual-board/boot-program.ts';
import { readBootloader } from '../../app/virtual-board/read-bootloader.ts';
import { VirtualBoard } from '../../app/virtual-board/virtual-board.ts';
import { makeImage } from '../device/bench/bench.ts';
import { faultCases, type FaultCase } from '../device/bench/fault-cases.ts';
import { FaultyTransport, type Counts } from '../device/bench/faulty-transport.ts';
import { VirtualClock } from '../device/bench/virtual-clock.ts';
import { arduinoCore, requireTool } from '../support/reference-tools.ts';

const isLong = process.env['GENIE_LONG'] === '1';
const SOME = 16;
const PORT = { path: 'usb', vendorId: 0x2341, productId: 0x0043 };

const uno = BOARDS.find(({ id }) => id === 'uno');
const image = makeImage(2 * 128 - 30, 7);
const old = makeImage(3 * 128 + 20, 3);
// Programs that stay where they are.
for (const program of [image, old]) program.set([0xff, 0xcf]);

function optiboot(): BootImage {
  const file = join(arduinoCore() ?? '', 'bootloaders/optiboot/optiboot_atmega328.hex');
  const boot = readBootloader(readFileSync(file, 'latin1'));
  if (boot === undefined) throw new Error(file);
  return boot;
}

/** What is not as it must be; and the places of the upload. */
async function strike(
  boot: BootImage,
  { fault, replugMs, mayFail }: FaultCase,
): Promise<{ wrong: string[]; counts: Counts }> {
  if (uno === undefined) throw new Error('no board');
  const clock = new VirtualClock();
  const board = new VirtualBoard({ clock, boot, flash: old });
  const memory = new MemoryTransport();
  const plug = (): void => {
    memory.plug(PORT, board);
    board.power(true);
  };
  plug();
  const transport = new FaultyTransport(memory, clock, fault, () => {
    memory.unplug(PORT.path);
    board.power(false);
    if (replugMs !== undefined) clock.after(replugMs, plug);
  });
  const given = image.slice();
  const work = upload(createDeviceService(transport, clock), {
    board: uno,
    port: PORT,
    image: given,
    patience: { replugMs: 4_000, busyMs: 2_000 },
  });
  const failure = await clock.run(work).then(
    () => undefined,
    (reason: unknown) => DeviceError.from(reason),
  );
  await clock.run(new Promise<void>((done) => void clock.after(900, done)));
  const { flash } = board.memories();
  const holds = (program: Uint8Array): boolean => program.every((byte, at) => flash[at] === byte);
  const rest = flash.subarray(2, 128).every((byte) => byte === 0xff);
  const isHalted = flash[0] === 0xff && flash[1] === 0xcf && rest;
  const isEmpty = flash.subarray(0, 128).every((byte) => byte === 0xff);
  const wrong: string[] = [];
  if (given.some((byte, at) => byte !== image[at])) wrong.push('A the image has changed');
  if (!holds(image) && !holds(old) && !isHalted && !isEmpty) wrong.push('B the flash is a mixture');
  if (transport.openLines > 0 || memory.isOpen(PORT.path)) wrong.push('D the port is not free');
  if (failure === undefined && !holds(image)) wrong.push('E success was shown wrongly');
  if (failure !== undefined && mayFail !== true)
    wrong.push(`failed: ${failure.code} ${String(failure.cause)}`);
  return { wrong, counts: transport.counts };
}

const BOOTS: readonly (readonly [string, () => BootImage])[] = [
  ['our own bootloader', bootProgram],
  ...(requireTool('arduino-core') ? ([['Debian’s Optiboot', optiboot]] as const) : []),
];

test.each(BOOTS)('%s survives every fault on the line', { timeout: 900_000 }, async (name, boot) => {
  const { counts, wrong: none } = await strike(boot(), { fault: { kind: 'none' } });
  expect(none).toEqual([]);
  const all = faultCases(counts);
  const step = isLong ? 1 : Math.ceil(all.length / SOME);
  const cases = all.filter((_, at) => at % step === 0);
  const failures: string[] = [];
  for (const one of cases) {
    const { wrong } = await strike(boot(), one);
    if (wrong.length > 0) failures.push(`${JSON.stringify(one)}: ${wrong.join('; ')}`);
  }
  console.info(`${name}: ${cases.length} of ${all.length} faults${isLong ? '' : '; GENIE_LONG=1 tries all'}`);
  expect(failures.slice(0, 20)).toEqual([]);
});
