/** The log of a station: one line of CSV (RFC 4180) for every board, the heads first. */
import type { FleetResult } from '../device/fleet.ts';
import { portKey } from '../device/transport.ts';

export const STATION_HEADS = 'time,usb,serial,board,program,result,seconds\r\n';

export function stationLine({ job, ms, fault }: FleetResult, program: string, time: Date): string {
  const fields = [
    time.toISOString(),
    portKey(job.port),
    job.port.serialNumber ?? '',
    job.board.id,
    program,
    fault?.code ?? 'ok',
    (ms / 1_000).toFixed(1),
  ];
  return `${fields.map(field).join(',')}\r\n`;
}

/** Quoted where it must be; a formula is no formula in a spreadsheet. */
function field(text: string): string {
  const harmless = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
