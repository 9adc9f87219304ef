/**
 * A JSON value that remembers where it stands in the text, so that a problem can point at it.
 */
export type JsonNode =
  | { readonly kind: 'object'; readonly at: number; readonly members: readonly JsonMember[] }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'text'; readonly at: number; readonly value: string }
  | { readonly kind: 'number'; readonly at: number; readonly value: number }
  | { readonly kind: 'truth'; readonly at: number; readonly value: boolean }
  | { readonly kind: 'null'; readonly at: number };

export interface JsonMember {
  readonly key: string;
  readonly keyAt: number;
  readonly value: JsonNode;
}

/** Offset → line and column, both from 1. */
export function lineAndColumn(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: at - lastBreak };
}
