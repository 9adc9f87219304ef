/** One sentence of the catalogue, in both languages. */
export interface Entry {
  readonly severity: 'error' | 'warning';
  readonly fr: string;
  readonly en: string;
}

export const error = (fr: string, en: string): Entry => ({ severity: 'error', fr, en });
export const warning = (fr: string, en: string): Entry => ({ severity: 'warning', fr, en });
