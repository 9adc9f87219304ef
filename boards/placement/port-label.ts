/**
 * A port in words, shape and number together: "● 1"; several: "● 1, ● 2 ou ● 3".
 *
 * In: ports. Out: text in both languages. At most MOST_LISTED are named, single pins first.
 */
import { familyOf } from '../families.ts';
import type { LocalizedText, Port } from '../types.ts';

const MOST_LISTED = 5;

export const portLabel = (port: Port): string => `${familyOf(port).shape} ${port.id}`;

export function portList(ports: readonly Port[]): LocalizedText {
  const labels = ports.slice(0, MOST_LISTED).map(portLabel);
  return { fr: joinWith(labels, 'ou'), en: joinWith(labels, 'or') };
}

function joinWith(words: readonly string[], or: string): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${or} ${last}`;
}
