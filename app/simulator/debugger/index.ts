/** The debugger of the virtual bench, for whoever builds a panel on it: docs/debugger.md. */
export { type Begin, BlockTracker } from './block-tracker.ts';
export { BlockDebugger, type DebuggerOptions, type Stop, type TimedBegin } from './block-debugger.ts';
export { type BrickReading, brickReadings } from './brick-readings.ts';
export { type Column, EdgeStore, type Measurement } from './edge-store.ts';
export { type Absence, absenceSentence, type ShownValue, valueText } from './read-values.ts';
export type { ScriptPlace } from './script-places.ts';
export { type SerialByte, Signals, type WireName } from './signals.ts';
export { wireNames } from './wire-names.ts';
