/**
 * The naive code generator: obviously right, slow and large. Kept for ever as a second oracle (-O0) and as
 * the fallback for a function whose registers cannot be allocated.
 *
 * In: a function of the IR. Out: assembler. Every value lives in a frame slot; an instruction loads its
 * operands into fixed registers, computes, and stores its result. Left operands and results end at
 * r25 (r24, r24:25, r22…25, r18…25), right operands at r22, r22:23, r18…21, r10…17: the runtime's registers.
 * r8 … r17 and Y are kept for the caller. A phi's next value is left in a slot of its own by each
 * predecessor and taken up at the head of the block, so that all phis change at once.
 */
import type { AsmItem } from '../../asm/asm.ts';
import { InternalError } from '../../diagnostics/internal-error.ts';
import { type Block, BYTES, type IrFunction } from '../../ir/ir.ts';
import { CALL_CLOBBERED, placeArguments } from '../abi.ts';
import { AsmBuilder, num, reg } from '../asm-builder.ts';
import { type AvrTarget, IO } from '../target.ts';
import { NaiveBody } from './naive-body.ts';
import { NaiveFrame } from './naive-frame.ts';

/** What the body uses of the caller's registers. */
const KEPT = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 28, 29];

export function generateNaiveFunction(fn: IrFunction, target: AvrTarget): AsmItem[] {
  const out = new AsmBuilder();
  out.loc = fn.loc;
  const frame = new NaiveFrame(out, fn);
  const isInterrupt = fn.attributes.interrupt !== undefined;
  const saved = [...(isInterrupt ? CALL_CLOBBERED.filter((r) => r !== 0) : []), ...KEPT];
  const epilogue = out.newLabel();
  const incoming = frame.size + KEPT.length + target.returnAddressBytes + 1;

  if (!fn.attributes.isNaked) {
    if (isInterrupt) enterInterrupt(out, target);
    if (fn.attributes.interrupt?.allowsInterrupts === true) out.op('sei');
    for (const register of saved) out.r('push', register);
    out.op('in', reg(28), num(IO.SPL));
    out.op('in', reg(29), num(IO.SPH));
    if (frame.size > 0) {
      out.op('subi', reg(28), num(frame.size & 255));
      out.op('sbci', reg(29), num(frame.size >> 8));
      frame.setStackPointer();
    }
    storeParameters(out, frame, fn, incoming);
  }

  const body = new NaiveBody(out, frame, target, { epilogue, incoming, fn });
  for (const block of fn.blocks) generateBlock(out, body, block);

  out.loc = fn.loc;
  out.label(epilogue);
  if (fn.attributes.isNaked) return out.items;
  if (frame.size > 0) {
    out.op('subi', reg(28), num(-frame.size & 255));
    out.op('sbci', reg(29), num((-frame.size >> 8) & 255));
    frame.setStackPointer();
  }
  for (const register of saved.toReversed()) out.r('pop', register);
  if (isInterrupt) leaveInterrupt(out, target);
  out.op(isInterrupt ? 'reti' : 'ret');
  return out.items;
}

function generateBlock(out: AsmBuilder, body: NaiveBody, block: Block): void {
  out.label(body.labelOf(block));
  for (const instruction of block.instructions) {
    out.loc = instruction.loc;
    body.generate(instruction, block);
  }
}

function storeParameters(out: AsmBuilder, frame: NaiveFrame, fn: IrFunction, incoming: number): void {
  const { arguments: places } = placeArguments(fn);
  // All registers first: reaching a far slot changes Z only, copying from the stack r24 and r25.
  fn.params.forEach((param, index) => {
    const place = places[index];
    if (place === undefined) throw new InternalError('a parameter without a place');
    if (place.register === undefined) return;
    frame.store(place.isByval ? frame.areaOf(param) : frame.slotOf(param), place.register, place.bytes);
  });
  fn.params.forEach((param, index) => {
    const place = places[index];
    if (place === undefined) return;
    const from = incoming + place.stackOffset;
    if (place.isByval) {
      frame.addressToZ(place.register === undefined ? from : frame.areaOf(param));
      out.rr('movw', 24, 30);
      frame.store(frame.slotOf(param), 24, 2);
    } else if (place.register === undefined) {
      for (let i = 0; i < BYTES[param.type]; i++) {
        frame.load(24, from + i, 1);
        frame.store(frame.slotOf(param) + i, 24, 1);
      }
    }
  });
}

/** r0, r1, SREG and RAMPZ; then r1 is zero. */
function enterInterrupt(out: AsmBuilder, target: AvrTarget): void {
  out.r('push', 1);
  out.r('push', 0);
  out.op('in', reg(0), num(IO.SREG));
  out.r('push', 0);
  out.rr('eor', 1, 1);
  if (!target.hasRampz) return;
  out.op('in', reg(0), num(IO.RAMPZ));
  out.r('push', 0);
}

function leaveInterrupt(out: AsmBuilder, target: AvrTarget): void {
  if (target.hasRampz) {
    out.r('pop', 0);
    out.op('out', num(IO.RAMPZ), reg(0));
  }
  out.r('pop', 0);
  out.op('out', num(IO.SREG), reg(0));
  out.r('pop', 0);
  out.r('pop', 1);
}
