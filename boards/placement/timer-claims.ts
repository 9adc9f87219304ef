/**
 * Which timer each plugged brick takes whole, and which one a pin's PWM comes from.
 *
 * In: the chip and a placed brick. Out: timer numbers. Spec: the chip's `timerRoles`.
 */
import type { Chip, TimerRole } from '../types.ts';
import type { KitHardware, PlacedBrick } from './placed-brick.ts';

/** millis() and analogWrite() live together on their timer; the other roles stop its PWM. */
const LEAVES_PWM: Readonly<Record<TimerRole, boolean>> = { time: true, servo: false, tone: false };

export interface TimerClaim {
  readonly timer: number;
  readonly role: TimerRole;
  readonly shared: boolean;
}

export function timerClaim(chip: Chip, brick: PlacedBrick): TimerClaim | undefined {
  const wish = brick.type?.timer;
  if (wish === undefined) return undefined;
  return { timer: chip.timerRoles[wish.role], role: wish.role, shared: wish.shared };
}

/** Two claims on one timer go together only in the same role, and only if both share it. */
export const claimsClash = (a: TimerClaim, b: TimerClaim): boolean =>
  a.timer === b.timer && !(a.role === b.role && a.shared && b.shared);

export const takesPwmOf = (claim: TimerClaim | undefined, timer: number): boolean =>
  claim !== undefined && claim.timer === timer && !LEAVES_PWM[claim.role];

/** The timer behind the PWM of the brick's first wire; undefined without PWM. */
export function pwmTimer(kit: KitHardware, chip: Chip, brick: PlacedBrick): number | undefined {
  const signal = brick.port?.signals[0];
  if (signal === undefined || !signal.capabilities.includes('pwm')) return undefined;
  const channel = chip.pins[kit.board.pins[signal.pin] ?? '']?.pwm;
  return channel === undefined ? undefined : Number.parseInt(channel, 10);
}
