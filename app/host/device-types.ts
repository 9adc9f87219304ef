/** Types of app/device/ that commands and the app speak of. */
export type { FleetResult } from '../device/fleet.ts';
export type { MonitorLine } from '../device/monitor-log.ts';
export type { MonitorState } from '../device/monitor.ts';
export type { PortInfo } from '../device/transport.ts';
export type { UploadEvent } from '../device/upload-event.ts';
