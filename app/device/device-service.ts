/** Everything uploads and monitors of one program share, over one transport. */
import type { Clock } from './clock.ts';
import { Lock } from './lock.ts';
import { PortDesk } from './port-desk.ts';
import { createPortMemory, type PortMemory } from './port-memory.ts';
import type { Transport } from './transport.ts';
import type { DeviceService } from './upload.ts';

export function createDeviceService(
  transport: Transport,
  clock: Clock,
  memory: PortMemory = createPortMemory(),
): DeviceService {
  return { transport, clock, memory, desk: new PortDesk(transport, clock), touchLock: new Lock() };
}
