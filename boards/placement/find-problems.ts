/**
 * Everything that is wrong with one brick where it is, beside the others: facts, without words.
 *
 * In: a kit, a placed brick, the actions the program uses of it, and the other placed bricks.
 * Out: findings in a fixed order, at most one of each code and pair. A brick that does not fit its port
 * is not compared with the others: solving that comes first.
 */
import { isSettingAllowed, settingNumber } from '../setting-values.ts';
import type { BrickSetting, BrickType, Capability } from '../types.ts';
import { chipOf, chipPinsOf, misfit, type KitHardware, type PlacedBrick } from './placed-brick.ts';
import type { PlacementCode } from './placement-problem.ts';
import { claimsClash, pwmTimer, takesPwmOf, timerClaim } from './timer-claims.ts';

export interface Finding {
  readonly code: PlacementCode;
  readonly other?: PlacedBrick;
  readonly action?: string;
  readonly missing?: Capability;
  readonly setting?: { readonly id: string; readonly known?: BrickSetting };
}

export interface Neighbours {
  /** Plugged before this brick: of two bricks in each other's way, the later one has the problem. */
  readonly earlier: readonly PlacedBrick[];
  readonly later: readonly PlacedBrick[];
}

export function findProblems(
  kit: KitHardware,
  brick: PlacedBrick,
  actions: ReadonlySet<string>,
  { earlier, later }: Neighbours,
): readonly Finding[] {
  const { plugged, type, port } = brick;
  const findings: Finding[] = [];
  if (earlier.some((other) => other.plugged.id === plugged.id)) findings.push({ code: 'brick-id-twice' });
  if (type === undefined) return [...findings, { code: 'unknown-brick-type' }];
  findings.push(...settingFindings(type, plugged.settings ?? {}));

  const sameType = earlier.filter((other) => other.plugged.type === type.id);
  if (type.limit !== undefined && sameType.length >= type.limit)
    findings.push({ code: 'too-many-of-a-kind' });
  if (port === undefined) return [...findings, { code: 'unknown-port' }];
  const wrong = misfit(type, port);
  if (wrong !== undefined) return [...findings, wrong];

  findings.push(...sharingFindings(kit, brick, earlier, [...earlier, ...later]));
  const clash = timerClash(kit, brick, earlier);
  if (clash !== undefined) findings.push({ code: 'timer-taken', other: clash });
  findings.push(...actionFindings(kit, brick, type, actions, [...earlier, ...later]));
  return findings;
}

function settingFindings(type: BrickType, settings: Readonly<Record<string, unknown>>): readonly Finding[] {
  return Object.entries(settings).flatMap(([id, value]): Finding[] => {
    const known = type.settings.find((setting) => setting.id === id);
    if (known === undefined) return [{ code: 'unknown-setting', setting: { id } }];
    return isSettingAllowed(known, value) ? [] : [{ code: 'setting-out-of-range', setting: { id, known } }];
  });
}

/** The other bricks on this brick's wires: one bus carries several, as long as their addresses differ. */
function sharingFindings(
  kit: KitHardware,
  brick: PlacedBrick,
  others: readonly PlacedBrick[],
  everyone: readonly PlacedBrick[],
): readonly Finding[] {
  const findings: Finding[] = [];
  const samePort = others.find(
    (other) => isPlugged(other) && other.port === brick.port && !shareBus(kit, brick, other, everyone),
  );
  if (samePort !== undefined) findings.push({ code: 'port-taken', other: samePort });
  const sharing = others.filter((other) => other.chipPins.some((pin) => brick.chipPins.includes(pin)));
  const clash = sharing.find(
    (other) => other.port !== brick.port && !(bothOnBus(brick, other) && samePins(brick, other)),
  );
  if (clash !== undefined) findings.push({ code: 'pins-shared', other: clash });
  const address = busAddress(brick);
  const sameAddress = sharing.find(
    (other) => address !== undefined && bothOnBus(brick, other) && busAddress(other) === address,
  );
  if (sameAddress !== undefined) findings.push({ code: 'address-taken', other: sameAddress });
  return findings;
}

const isPlugged = (brick: PlacedBrick): boolean => brick.chipPins.length > 0;

const bothOnBus = (a: PlacedBrick, b: PlacedBrick): boolean =>
  a.type?.bus !== undefined && a.type.bus === b.type?.bus;

const samePins = (a: PlacedBrick, b: PlacedBrick): boolean => a.chipPins.join() === b.chipPins.join();

/**
 * Two bricks of a bus may name the same port only when every port of that bus is in use: a free
 * socket beside it is the better place, a board with a single I2C connection takes a hub.
 */
function shareBus(
  kit: KitHardware,
  brick: PlacedBrick,
  other: PlacedBrick,
  everyone: readonly PlacedBrick[],
): boolean {
  if (!bothOnBus(brick, other)) return false;
  const pins = brick.chipPins.join();
  return kit.board.ports
    .filter((port) => port.bus === brick.type?.bus && chipPinsOf(kit, port, 2).join() === pins)
    .every(
      (port) => port === brick.port || everyone.some((taken) => isPlugged(taken) && taken.port === port),
    );
}

/** The number that the bus calls the brick by; bricks without a choice answer to their type's own. */
function busAddress(brick: PlacedBrick): number | string | undefined {
  const setting = brick.type?.settings.find(({ id }) => id === 'ADDRESS');
  if (setting === undefined) return brick.type?.id;
  const value = brick.plugged.settings?.[setting.id];
  return settingNumber(setting, value);
}

function timerClash(
  kit: KitHardware,
  brick: PlacedBrick,
  others: readonly PlacedBrick[],
): PlacedBrick | undefined {
  const chip = chipOf(kit);
  const claim = timerClaim(chip, brick);
  if (claim === undefined) return undefined;
  return others.find((other) => {
    const theirs = timerClaim(chip, other);
    return isPlugged(other) && theirs !== undefined && claimsClash(claim, theirs);
  });
}

function actionFindings(
  kit: KitHardware,
  brick: PlacedBrick,
  type: BrickType,
  actions: ReadonlySet<string>,
  others: readonly PlacedBrick[],
): readonly Finding[] {
  const chip = chipOf(kit);
  const offered = brick.port?.signals[0]?.capabilities ?? [];
  const findings: Finding[] = [];
  for (const action of type.actions.filter(({ id, needs }) => needs !== undefined && actions.has(id))) {
    const needs = action.needs ?? [];
    const missing = needs.find((capability) => !offered.includes(capability));
    if (missing !== undefined) {
      findings.push({ code: 'action-needs-capability', action: action.id, missing });
      continue;
    }
    const timer = needs.includes('pwm') ? pwmTimer(kit, chip, brick) : undefined;
    if (timer === undefined) continue;
    const taker = others.find((other) => isPlugged(other) && takesPwmOf(timerClaim(chip, other), timer));
    if (taker !== undefined) findings.push({ code: 'pwm-timer-taken', action: action.id, other: taker });
  }
  return findings;
}
