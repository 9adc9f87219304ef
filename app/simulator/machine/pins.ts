/**
 * The chip's pins and the wires on them: who drives each one, which level it has, what changed when.
 *
 * In: DDR, PORT and PIN writes; overrides by the chip's own parts; contacts of what is plugged in. Out:
 * PIN registers, edges, changes of what the chip does, shorts. The chip's output wins over a contact, a
 * driven contact over a resistor, a resistor up over one down; a wire nobody holds reads 0.
 * Invariant: the PIN register always shows the wires' levels (the synchroniser's 1½ cycles are left out).
 * Spec: ATmega328P DS40002061 chapter 14.
 */
import type { Core } from './core.ts';

export type Level = 0 | 1;
/** What the chip itself does to a pin. */
export type Drive = Level | 'input' | 'pull-up';
/** What something plugged in does: drive, hold by a resistor, or let go. */
export type Hold = Level | 'pull-up' | 'pull-down' | 'open';
export type EdgeListener = (level: Level, cycle: number) => void;
export type DriveListener = (drive: Drive, cycle: number) => void;

/** Two outputs that drive one wire against each other. */
export interface Short {
  readonly pin: string;
  readonly cycle: number;
  /** Those who drive: 'chip', or the names given to `connect`. */
  readonly between: readonly string[];
}

/** Something plugged into a pin. */
export interface Contact {
  set(hold: Hold): void;
  readonly hold: Hold;
  /** Volts that the ADC sees instead of the wire's level, asked at each sample; undefined: none. */
  setVolts(volts: number | (() => number) | undefined): void;
  /** Sets what it does without anything happening: for restoring a snapshot, before the machine's own. */
  putBack(hold: Hold): void;
}

const MAX_SHORTS = 50;

class Wire {
  readonly contacts: { readonly name: string; hold: Hold; volts: number | (() => number) | undefined }[] = [];
  readonly onEdge: EdgeListener[] = [];
  readonly onDrive: DriveListener[] = [];
  drive: Drive = 'input';
}

class Port {
  ddr = 0;
  port = 0;
  level = 0;
  /** Bits whose direction a part of the chip decides, and that direction. */
  directionMask = 0;
  direction = 0;
  /** Bits whose output a part of the chip decides, and that output. */
  valueMask = 0;
  value = 0;
  /** What contacts do, as bits. */
  low = 0;
  high = 0;
  up = 0;
  down = 0;
  /** Bits with somebody who wants to know of drives. */
  driveWatched = 0;
  /** Bits of wires that are shorted now. */
  shorted = 0;
  readonly wires = Array.from({ length: 8 }, () => new Wire());
  readonly names: readonly string[];
  readonly address: number;
  constructor(letter: string, address: number) {
    this.names = Array.from({ length: 8 }, (_, bit) => `P${letter}${bit}`);
    this.address = address;
  }
}

export class Pins {
  readonly shorts: Short[] = [];
  /** The chip's own inputs (interrupts, capture), told first. */
  onChange: (pin: string, level: Level) => void = () => undefined;
  /** Everybody else who wants all of them. */
  readonly onAnyEdge: ((pin: string, level: Level, cycle: number) => void)[] = [];
  private readonly ports = new Map<string, Port>();
  private readonly core: Core;
  private readonly canPullUp: () => boolean;
  private readonly analogOnly = new Map<string, Wire>();

  constructor(core: Core, addresses: Readonly<Record<string, number>>, canPullUp: () => boolean) {
    this.core = core;
    this.canPullUp = canPullUp;
    for (const [letter, address] of Object.entries(addresses)) {
      const port = new Port(letter, address);
      this.ports.set(letter, port);
      core.onWrite(address, (value, mask) => {
        // Writing 1 to PIN turns PORT over.
        port.port ^= value & mask;
        this.updateRegisters(port);
      });
      for (const register of [address + 1, address + 2]) core.markRepeatable(register);
      core.onWrite(address + 1, (value) => {
        port.ddr = value;
        this.updateRegisters(port);
      });
      core.onWrite(address + 2, (value) => {
        port.port = value;
        this.updateRegisters(port);
      });
    }
  }

  reset(): void {
    for (const port of this.ports.values()) {
      Object.assign(port, { ddr: 0, port: 0, directionMask: 0, direction: 0, valueMask: 0, value: 0 });
      this.updateRegisters(port);
    }
  }

  /** Again, after something that all pins depend on changed (PUD). */
  refresh(): void {
    for (const port of this.ports.values()) this.update(port);
  }

  has(pin: string): boolean {
    return pin.length === 3 && this.ports.has(pin[1] ?? '');
  }

  level(pin: string): Level {
    const { port, bit } = this.find(pin);
    return ((port.level >> bit) & 1) as Level;
  }

  drive(pin: string): Drive {
    const { port, bit } = this.find(pin);
    return this.driveOf(port, bit);
  }

  onEdge(pin: string, listener: EdgeListener): void {
    this.wire(pin).onEdge.push(listener);
  }

  onDrive(pin: string, listener: DriveListener): void {
    const { port, bit } = this.find(pin);
    port.driveWatched |= 1 << bit;
    port.wires[bit]?.onDrive.push(listener);
  }

  /** Plugs something in; it starts open. */
  connect(pin: string, name: string): Contact {
    const wire = this.wire(pin);
    const contact = { name, hold: 'open' as Hold, volts: undefined as number | (() => number) | undefined };
    wire.contacts.push(contact);
    const place = this.has(pin) ? this.find(pin) : undefined;
    return {
      get hold() {
        return contact.hold;
      },
      set: (hold) => {
        if (contact.hold === hold) return;
        contact.hold = hold;
        if (place !== undefined) this.gather(place.port, place.bit);
      },
      setVolts: (volts) => {
        contact.volts = volts;
      },
      putBack: (hold) => {
        contact.hold = hold;
        if (place !== undefined) this.gatherBits(place.port, place.bit);
      },
    };
  }

  /** What the ADC measures at a pin, in volts. */
  volts(pin: string, supply: number): number {
    const wire = this.wire(pin);
    const place = this.has(pin) ? this.find(pin) : undefined;
    const drive = place === undefined ? 'input' : this.driveOf(place.port, place.bit);
    if (drive === 0 || drive === 1) return drive * supply;
    const given = wire.contacts.find(({ volts }) => volts !== undefined)?.volts;
    if (given !== undefined) return typeof given === 'function' ? given() : given;
    return place === undefined ? 0 : this.level(pin) * supply;
  }

  /** A part of the chip takes the pin's output, or gives it back (undefined). */
  overrideValue(pin: string, level: Level | undefined): void {
    const { port, bit } = this.find(pin);
    const mask = 1 << bit;
    port.valueMask = level === undefined ? port.valueMask & ~mask : port.valueMask | mask;
    port.value = level === 1 ? port.value | mask : port.value & ~mask;
    this.update(port);
  }

  overriddenValue(pin: string): Level {
    const { port, bit } = this.find(pin);
    return ((port.value >> bit) & 1) as Level;
  }

  /** A part of the chip takes the pin's direction ('out', 'in'), or gives it back. */
  overrideDirection(pin: string, direction: 'out' | 'in' | undefined): void {
    const { port, bit } = this.find(pin);
    const mask = 1 << bit;
    port.directionMask = direction === undefined ? port.directionMask & ~mask : port.directionMask | mask;
    port.direction = direction === 'out' ? port.direction | mask : port.direction & ~mask;
    this.update(port);
  }

  save(): number[] {
    return [...this.ports.values()].flatMap((p) => [
      p.ddr,
      p.port,
      p.level,
      p.directionMask,
      p.direction,
      p.valueMask,
      p.value,
    ]);
  }

  /** The contacts are restored by those who hold them. */
  restore(state: readonly number[]): void {
    let i = 0;
    for (const port of this.ports.values()) {
      const [ddr, out, level, directionMask, direction, valueMask, value] = state.slice(i, i + 7);
      Object.assign(port, { ddr, port: out, level, directionMask, direction, valueMask, value });
      i += 7;
      for (const [bit, wire] of port.wires.entries()) wire.drive = this.driveOf(port, bit);
    }
  }

  private find(pin: string): { port: Port; bit: number } {
    const port = this.ports.get(pin[1] ?? '');
    const bit = Number(pin[2]);
    if (port === undefined || pin[0] !== 'P' || !(bit >= 0 && bit < 8)) {
      throw new RangeError(`the chip has no digital pin ${pin}`);
    }
    return { port, bit };
  }

  private wire(pin: string): Wire {
    if (this.has(pin)) {
      const { port, bit } = this.find(pin);
      const wire = port.wires[bit];
      if (wire !== undefined) return wire;
    }
    let wire = this.analogOnly.get(pin);
    if (wire === undefined) {
      wire = new Wire();
      this.analogOnly.set(pin, wire);
    }
    return wire;
  }

  private driveOf(port: Port, bit: number): Drive {
    const mask = 1 << bit;
    const out = (port.ddr & ~port.directionMask) | (port.direction & port.directionMask);
    if ((out & mask) !== 0) {
      const value = (port.port & ~port.valueMask) | (port.value & port.valueMask);
      return (value & mask) === 0 ? 0 : 1;
    }
    return (port.port & mask) !== 0 && this.canPullUp() ? 'pull-up' : 'input';
  }

  private gatherBits(port: Port, bit: number): void {
    const mask = 1 << bit;
    port.low &= ~mask;
    port.high &= ~mask;
    port.up &= ~mask;
    port.down &= ~mask;
    for (const { hold } of port.wires[bit]?.contacts ?? []) {
      if (hold === 0) port.low |= mask;
      else if (hold === 1) port.high |= mask;
      else if (hold === 'pull-up') port.up |= mask;
      else if (hold === 'pull-down') port.down |= mask;
    }
  }

  private gather(port: Port, bit: number): void {
    this.gatherBits(port, bit);
    this.update(port);
  }

  private updateRegisters(port: Port): void {
    this.core.data[port.address + 1] = port.ddr;
    this.core.data[port.address + 2] = port.port;
    this.update(port);
  }

  private update(port: Port): void {
    const out = (port.ddr & ~port.directionMask) | (port.direction & port.directionMask);
    const value = (port.port & ~port.valueMask) | (port.value & port.valueMask);
    const pulledUp = port.up | (this.canPullUp() ? port.port & ~out : 0);
    const outside = ~port.low & (port.high | pulledUp);
    const level = ((out & value) | (~out & outside)) & 0xff;
    const short = (out & ((value & port.low) | (~value & port.high))) | (port.low & port.high);
    if (short !== port.shorted) this.findShorts(port, short);
    if (port.driveWatched !== 0) this.tellDrives(port);
    let changed = level ^ port.level;
    if (changed === 0) return;
    port.level = level;
    this.core.data[port.address] = level;
    const cycle = this.core.now;
    for (let bit = 0; changed !== 0; bit++, changed >>= 1) {
      if ((changed & 1) === 0) continue;
      const now = ((level >> bit) & 1) as Level;
      const pin = port.names[bit] ?? '';
      this.onChange(pin, now);
      for (const listener of port.wires[bit]?.onEdge ?? []) listener(now, cycle);
      for (const listener of this.onAnyEdge) listener(pin, now, cycle);
    }
  }

  private tellDrives(port: Port): void {
    for (const [bit, wire] of port.wires.entries()) {
      if (wire.onDrive.length === 0) continue;
      const drive = this.driveOf(port, bit);
      if (drive === wire.drive) continue;
      wire.drive = drive;
      for (const listener of wire.onDrive) listener(drive, this.core.now);
    }
  }

  private findShorts(port: Port, short: number): void {
    const fresh = short & ~port.shorted;
    port.shorted = short;
    for (const [bit, wire] of port.wires.entries()) {
      if (((fresh >> bit) & 1) === 0 || this.shorts.length >= MAX_SHORTS) continue;
      const driving = wire.contacts.filter(({ hold }) => hold === 0 || hold === 1).map(({ name }) => name);
      const drive = this.driveOf(port, bit);
      const between = drive === 0 || drive === 1 ? ['chip', ...driving] : driving;
      this.shorts.push({ pin: port.names[bit] ?? '', cycle: this.core.now, between });
    }
  }
}
