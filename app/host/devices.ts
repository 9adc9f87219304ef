/**
 * The boards of this computer, for the command and the app: ports, what they may be, which one is meant.
 *
 * In: this computer. Out: a service for uploads and monitors whose memory of sockets is kept in the cache
 * folder; it may be deleted at any time. Faults are DeviceErrors.
 */
import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BOARDS } from '../../boards/bases/index.ts';
import type { Board } from '../../boards/types.ts';
import { createSystemClock } from '../device/clock.ts';
import { DeviceError } from '../device/device-error.ts';
import { createDeviceService } from '../device/device-service.ts';
import { candidates } from '../device/candidates.ts';
import { openFailure } from '../device/node/open-failure.ts';
import { createSerialportTransport } from '../device/node/serialport-transport.ts';
import { joinTransports } from '../device/joined-transport.ts';
import type { PortMemory, Remembered } from '../device/port-memory.ts';
import type { PortInfo, Transport } from '../device/transport.ts';
import type { DeviceService } from '../device/upload.ts';
import type { Host } from './host.ts';
import { openVirtualPort, type VirtualPort } from './virtual-port.ts';

export interface Devices {
  readonly service: DeviceService;
  /** The board without a cable, for whoever plugs bricks into it. */
  readonly virtual: VirtualPort;
  /** Keeps what was learnt about the sockets, and what the virtual board holds. */
  readonly save: () => Promise<void>;
}

const FILE = 'ports.json';
/** A cupboard full of boards, not more. */
const MOST_SOCKETS = 64;

export async function openDevices(
  host: Host,
  transport: Transport = host.ports ?? createSerialportTransport(),
): Promise<Devices> {
  const file = join(host.cacheFolder, FILE);
  const known = readMemory(await readFile(file, 'utf8').catch(() => ''));
  const memory: PortMemory = {
    recall: (key) => known.get(key) ?? {},
    remember: (key, facts) => {
      const all = { ...known.get(key), ...facts };
      // The last used is the last forgotten.
      known.delete(key);
      known.set(key, all);
    },
  };
  // A virtual machine may be slower than the board.
  const patience = Math.min(
    Math.max(Number(host.surroundings.variables['GENIE_PATIENCE'] ?? 1) || 1, 1),
    100,
  );
  const clock = createSystemClock(patience);
  const virtual = await openVirtualPort(host, clock);
  return {
    service: createDeviceService(joinTransports(transport, virtual.transport), clock, memory),
    virtual,
    async save() {
      await virtual.save();
      // A name of the system is no socket: tomorrow it is another one's.
      const last = [...known].filter(([key]) => !key.startsWith('/')).slice(-MOST_SOCKETS);
      const entries = last.map(([key, { image, ...rest }]) => [
        key,
        { ...rest, ...(image === undefined ? {} : { image: Buffer.from(image).toString('base64') }) },
      ]);
      // Without it the next upload is slower, nothing else.
      await mkdir(host.cacheFolder, { recursive: true })
        .then(() => writeFile(file, JSON.stringify(Object.fromEntries(entries))))
        .catch(() => undefined);
    },
  };
}

/** Whatever the file holds: what is not understood is not remembered. */
export function readMemory(text: string): Map<string, Remembered> {
  const known = new Map<string, Remembered>();
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return known;
  }
  if (typeof root !== 'object' || root === null) return known;
  for (const [key, value] of Object.entries(root)) {
    if (typeof value !== 'object' || value === null) continue;
    const { baud, pulse, image } = value as { baud?: unknown; pulse?: unknown; image?: unknown };
    known.set(key, {
      ...(typeof baud === 'number' ? { baud } : {}),
      ...(pulse === 'short' || pulse === 'long' ? { pulse } : {}),
      ...(typeof image === 'string' ? { image: new Uint8Array(Buffer.from(image, 'base64')) } : {}),
    });
  }
  return known;
}

export interface ListedPort extends PortInfo {
  /** What its USB ids allow, the likeliest first. */
  readonly boards: readonly Board[];
}

/** Ports that may be a board; others are not shown. */
export async function listPorts({ transport }: DeviceService): Promise<readonly ListedPort[]> {
  const ports = await transport.list();
  return ports
    .map((port) => ({ ...port, boards: candidates(port) }))
    .filter(({ boards }) => boards.length > 0);
}

/** On a cable; the virtual board is used only where it is named. */
export const isReal = (port: PortInfo): boolean => port.virtual === undefined;

/** Why this user cannot open the port, as far as it can be told without opening it. */
export async function portTrouble(path: string, platform: NodeJS.Platform): Promise<DeviceError | undefined> {
  if (platform === 'win32') return undefined;
  return access(path, constants.R_OK | constants.W_OK).then(
    () => undefined,
    (failure: unknown) => openFailure(failure, path, platform),
  );
}

export const candidatesOf = candidates;

export { portHolders } from '../device/node/port-holders.ts';

export const namedBoard = (id: string): Board | undefined => BOARDS.find((board) => board.id === id);

/** The port that is meant: the one that is named, or the only one. */
export async function choosePort(service: DeviceService, path: string | undefined): Promise<PortInfo> {
  if (path !== undefined) {
    const ports = await service.transport.list().catch(() => []);
    return ports.find((port) => port.path === path) ?? { path };
  }
  // The virtual board is not taken for one that was forgotten on the table: it must be named.
  const ports = (await listPorts(service)).filter(isReal);
  const [only] = ports;
  if (only === undefined) throw new DeviceError('no-board');
  if (ports.length > 1)
    throw new DeviceError('several-boards', undefined, { ports: ports.map((port) => port.path).join(', ') });
  return only;
}
