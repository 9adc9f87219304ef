/**
 * Why a port could not be opened, as one of our codes.
 *
 * In: the message of serialport's failure (systems' own words), the platform. Out: a DeviceError; without
 * permission on Linux, with the group of that very device node and the command that adds the user to it.
 */
import { readFile, stat } from 'node:fs/promises';
import { DeviceError } from '../device-error.ts';

export async function openFailure(
  failure: unknown,
  path: string,
  platform: NodeJS.Platform,
): Promise<DeviceError> {
  const words = failure instanceof Error ? failure.message : String(failure);
  // Windows says "Access denied" of a port that is open elsewhere.
  if (platform === 'win32' && /access (is )?denied/i.test(words))
    return new DeviceError('port-busy', failure);
  if (/permission denied|EACCES|EPERM/i.test(words)) {
    const command = platform === 'linux' ? await groupCommand(path) : `sudo chmod a+rw ${path}`;
    return new DeviceError('no-permission', failure, { command });
  }
  if (/cannot lock|busy|EBUSY|temporarily unavailable|EAGAIN|EWOULDBLOCK/i.test(words))
    return new DeviceError('port-busy', failure);
  if (/no such file|not found|no such device|ENOENT|ENXIO|ENODEV|input\/output/i.test(words))
    return new DeviceError('unplugged', failure);
  return new DeviceError('port-failed', failure);
}

/** The group that may use this device: dialout on Debian, uucp on Arch, something else elsewhere. */
export async function groupCommand(path: string, groupFile = '/etc/group'): Promise<string> {
  const gid = await stat(path).then(
    (facts) => facts.gid,
    () => undefined,
  );
  const groups = await readFile(groupFile, 'utf8').catch(() => '');
  const group = groups
    .split('\n')
    .map((line) => line.split(':'))
    .find((fields) => fields[2] === String(gid))?.[0];
  return `sudo usermod -aG ${group ?? 'dialout'} $USER`;
}
