/**
 * The intrinsics of the naive generator.
 */
import { InternalError } from '../../diagnostics/internal-error.ts';
import type { Instruction } from '../../ir/ir.ts';
import { placeArguments } from '../abi.ts';
import { num, pointer, postIncrement, reg } from '../asm-builder.ts';
import { constantBits, isConstant } from '../constant-bytes.ts';
import { emitDelay } from '../delay-cycles.ts';
import type { NaiveBody } from './naive-body.ts';

type IntrinsicCall = Extract<Instruction, { op: 'intrinsic' }>;

export function generateIntrinsic(body: NaiveBody, instruction: IntrinsicCall): void {
  const { out, frame, context } = body;
  switch (instruction.name) {
    case 'cli':
    case 'sei':
    case 'nop':
    case 'sleep':
    case 'wdr':
      return out.op(instruction.name);
    case 'delay_cycles':
      return emitDelay(out, delayOf(instruction));
    case 'swap_nibbles':
      frame.loadOperand(24, argument(instruction, 0));
      out.r('swap', 24);
      return frame.storeResult(instruction, 24);
    case 'memcpy':
      return copyOrFill(body, instruction, () => {
        frame.loadOperand(22, argument(instruction, 1));
        out.rr('movw', 30, 22);
      });
    case 'memset':
      return copyOrFill(body, instruction, () => frame.loadOperand(0, argument(instruction, 1)));
    case 'va_start':
      frame.addressToZ(context.incoming + placeArguments(context.fn).stackBytes);
      out.rr('movw', 24, 30);
      return frame.storeResult(instruction, 24);
    case 'constant_p':
      out.op('ldi', reg(24), num(0));
      return frame.storeResult(instruction, 24);
    case 'memory_barrier':
      return;
    case 'trap':
      return body.trap();
    case 'return_address': {
      // Pushed low byte first: the high byte is at the lower address.
      frame.addressToZ(context.incoming - 2);
      out.op('ldd', reg(25), pointer('Z', 0));
      out.op('ldd', reg(24), pointer('Z', 1));
      return frame.storeResult(instruction, 24);
    }
  }
}

function copyOrFill(body: NaiveBody, instruction: IntrinsicCall, loadSource: () => void): void {
  const { out, frame } = body;
  const [loop, end] = [out.newLabel(), out.newLabel()];
  frame.loadOperand(24, argument(instruction, 2));
  frame.loadOperand(26, argument(instruction, 0));
  loadSource();
  out.label(loop);
  out.op('sbiw', reg(24), num(1));
  out.to('brcs', end);
  if (instruction.name === 'memcpy') out.op('ld', reg(0), postIncrement('Z'));
  out.op('st', postIncrement('X'), reg(0));
  out.to('rjmp', loop);
  out.label(end);
}

function argument(instruction: IntrinsicCall, index: number) {
  const value = instruction.args[index];
  if (value === undefined) throw new InternalError(`${instruction.name} lacks an argument`);
  return value;
}

export function delayOf(instruction: IntrinsicCall): number {
  const cycles = argument(instruction, 0);
  const bits = isConstant(cycles) ? constantBits(cycles) : undefined;
  if (bits === undefined) throw new InternalError('delay_cycles of a value that is not constant');
  return Number(bits);
}
