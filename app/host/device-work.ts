/** The work of app/device/ as the command and the app call it. */
export { DeviceCenter, type DeviceEvent } from '../device/device-center.ts';
export { askBoard } from '../device/find-board.ts';
export { flashFleet, runStation } from '../device/fleet.ts';
export { Monitor } from '../device/monitor.ts';
export { MonitorSession } from '../device/monitor-session.ts';
export { numbersOf } from '../device/monitor-log.ts';
export { readBlocks } from '../device/read-board.ts';
export { upload } from '../device/upload.ts';
