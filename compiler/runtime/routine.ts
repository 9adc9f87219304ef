/** A hand-written routine: its text in parse-asm's words, and every register it changes. */
export interface Routine {
  /** The symbol at its start. */
  readonly name: string;
  /** Further symbols it defines. */
  readonly also?: readonly string[];
  /** `r0 r18-r27`: all that it and what it calls may change; SREG (with T, without I) always. */
  readonly clobbers: string;
  readonly text: string;
}
