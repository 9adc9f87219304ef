/**
 * The virtual board of this computer: the port "virtual" in every list.
 *
 * In: this computer. Out: its transport, and a way to keep what its flash and EEPROM hold in the cache folder, as
 * a board would in a drawer. Its bootloader is Debian's Optiboot where the Arduino core is installed, else ours.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../device/clock.ts';
import { MemoryTransport } from '../device/memory-transport.ts';
import type { PortInfo } from '../device/transport.ts';
import { bootProgram, type BootImage } from '../virtual-board/boot-program.ts';
import { readBootloader } from '../virtual-board/read-bootloader.ts';
import { VirtualBoard } from '../virtual-board/virtual-board.ts';
import type { Host } from './host.ts';

export interface VirtualPort {
  readonly transport: MemoryTransport;
  readonly board: VirtualBoard;
  readonly port: PortInfo;
  /** Keeps the memories for the next time. */
  readonly save: () => Promise<void>;
}

const PATH = 'virtual';
const BOARD = 'genie-base';
const FILE = 'virtual-board.bin';
const FLASH_BYTES = 0x8000;
const EEPROM_BYTES = 1_024;
const CORES = ['/usr/share/arduino/hardware/arduino/avr', '/usr/local/share/arduino/hardware/arduino/avr'];
const OPTIBOOT = 'bootloaders/optiboot/optiboot_atmega328.hex';

export async function openVirtualPort(host: Host, clock: Clock): Promise<VirtualPort> {
  const file = join(host.cacheFolder, FILE);
  const kept = await readFile(file).catch(() => undefined);
  const isWhole = kept?.length === FLASH_BYTES + EEPROM_BYTES;
  const memories = isWhole
    ? {
        flash: new Uint8Array(kept.subarray(0, FLASH_BYTES)),
        eeprom: new Uint8Array(kept.subarray(FLASH_BYTES)),
      }
    : {};
  const board = new VirtualBoard({ clock, boot: await findBootloader(host), ...memories });
  const transport = new MemoryTransport();
  const port = { path: PATH, location: PATH, maker: 'Génie', virtual: { board: BOARD, room: board.room } };
  transport.plug(port, board);
  return {
    transport,
    board,
    port,
    async save() {
      const bytes = new Uint8Array(FLASH_BYTES + EEPROM_BYTES).fill(0xff);
      const { flash, eeprom } = board.memories();
      bytes.set(flash);
      bytes.set(eeprom, FLASH_BYTES);
      // Without it the board is new the next time, nothing else.
      await mkdir(host.cacheFolder, { recursive: true })
        .then(() => writeFile(file, bytes))
        .catch(() => undefined);
    },
  };
}

/** The real one where it is installed; ours is always there. GENIE_BOOTLOADER=own takes ours. */
async function findBootloader({ surroundings: { variables } }: Host): Promise<BootImage> {
  if (variables['GENIE_BOOTLOADER'] === 'own') return bootProgram();
  for (const folder of [variables['ARDUINO_AVR_CORE'], ...CORES]) {
    if (folder === undefined || folder === '') continue;
    const text = await readFile(join(folder, OPTIBOOT), 'latin1').catch(() => undefined);
    const image = text === undefined ? undefined : readBootloader(text);
    if (image !== undefined) return image;
  }
  return bootProgram();
}
