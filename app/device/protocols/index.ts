/** The protocols there are, by the name boards/ gives them. */
import type { Board } from '../../../boards/types.ts';
import type { Conversation } from '../conversation.ts';
import { AVR109, createAvr109 } from './avr109.ts';
import type { Programmer, ProtocolTraits } from './programmer.ts';
import { createStk500v1, STK500V1 } from './stk500v1.ts';
import { createStk500v2, STK500V2 } from './stk500v2.ts';

export type ProtocolId = Board['upload']['protocol'];

export interface Protocol {
  readonly id: ProtocolId;
  readonly traits: ProtocolTraits;
  readonly create: (conversation: Conversation) => Programmer;
}

export const PROTOCOLS: Readonly<Record<ProtocolId, Protocol>> = {
  stk500v1: { id: 'stk500v1', traits: STK500V1, create: createStk500v1 },
  stk500v2: { id: 'stk500v2', traits: STK500V2, create: createStk500v2 },
  avr109: { id: 'avr109', traits: AVR109, create: createAvr109 },
};
