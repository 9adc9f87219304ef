/** What an upload tells while it goes on: how far it is, and what it tries by itself. */
import type { DeviceCode, Details } from './device-error.ts';

export type Phase = 'connect' | 'write' | 'verify' | 'start';

/** What we do by ourselves before giving up, said while we do it. */
export type NoticeCode =
  | 'trying-another-way'
  | 'waiting-for-port'
  | 'waiting-for-cable'
  | 'waiting-for-reset'
  | 'free-pins'
  | 'writing-again'
  | 'only-changes';

export type UploadEvent =
  | {
      readonly kind: 'progress';
      readonly phase: Phase;
      /** Of the whole way, 0 to 1, never falling while nothing goes wrong. */
      readonly fraction: number;
      readonly remainingMs: number;
    }
  | { readonly kind: 'notice'; readonly code: NoticeCode; readonly details?: Details }
  | { readonly kind: 'fault'; readonly code: DeviceCode };

export type Emit = (event: UploadEvent) => void;
