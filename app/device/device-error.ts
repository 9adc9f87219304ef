/** A fault of the device, the cable or the port: a code with a sentence (sentences.ts), and for us what was behind it. */
export type DeviceCode =
  | 'no-answer'
  | 'wrong-board'
  | 'port-busy'
  | 'no-permission'
  | 'unplugged'
  | 'not-kept'
  | 'not-a-board'
  | 'no-board'
  | 'no-port'
  | 'several-boards'
  | 'press-reset'
  | 'too-big'
  | 'garbled'
  | 'cancelled'
  | 'nothing-stored'
  | 'stored-damaged'
  | 'stored-newer'
  | 'port-failed';

export type Details = Readonly<Record<string, string | number>>;

export class DeviceError extends Error {
  override readonly name = 'DeviceError';
  readonly code: DeviceCode;
  /** What fills the holes of the sentence: names of boards, a group, a command. */
  readonly details: Details;

  constructor(code: DeviceCode, cause?: unknown, details: Details = {}) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }

  /** What a port threw at us, as one of ours. */
  static from(failure: unknown): DeviceError {
    return failure instanceof DeviceError ? failure : new DeviceError('port-failed', failure);
  }
}
