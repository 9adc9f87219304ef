/**
 * What is worth remembering of a USB socket: the way that worked, and what was written last.
 *
 * The image is a guess: another board may be in that socket now. It only chooses which pages are written
 * first; the whole image is read back whatever it says.
 */
export interface Remembered {
  readonly baud?: number;
  readonly pulse?: 'short' | 'long';
  readonly image?: Uint8Array;
}

export interface PortMemory {
  recall(key: string): Remembered;
  remember(key: string, facts: Remembered): void;
}

export function createPortMemory(): PortMemory {
  const known = new Map<string, Remembered>();
  return {
    recall: (key) => known.get(key) ?? {},
    remember: (key, facts) => void known.set(key, { ...known.get(key), ...facts }),
  };
}
