/**
 * When a test may say that something hangs, in ms: hundreds of times what it takes, so that only
 * endless or exponential work gets there, however loaded the machine is.
 */
export const HUNG_MS = 20_000;
