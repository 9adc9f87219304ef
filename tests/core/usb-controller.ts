/**
 * The USB device controller of the ATmega32U4 by its registers, for a machine of the bench.
 *
 * In: what the program writes into the registers; tokens of a host (`setup`, `out`, `in`), bus resets and frames.
 * Out: the registers as the program reads them, both interrupts, and the handshakes. One USB transaction takes no
 * time; data toggles are the hardware's on both sides and left out, as are the pad, VBUS changes and DMA.
 * Spec: ATmega16U4/32U4 datasheet 7766 chapters 21 and 22; USB 2.0 chapter 8.
 */
import type { Machine } from '../bench/machine.ts';
import { UsbEndpoint } from './usb-endpoint.ts';

const PLLCSR = 0x49;
const USBCON = 0xd8;
const USBSTA = 0xd9;
const UDCON = 0xe0;
const UDINT = 0xe1;
const UDIEN = 0xe2;
const UDADDR = 0xe3;
const UDFNUML = 0xe4;
const UDFNUMH = 0xe5;
const UEINTX = 0xe8;
const UENUM = 0xe9;
const UERST = 0xea;
const UECONX = 0xeb;
const UECFG0X = 0xec;
const UECFG1X = 0xed;
const UESTA0X = 0xee;
const UEIENX = 0xf0;
const UEDATX = 0xf1;
const UEBCLX = 0xf2;
const UEBCHX = 0xf3;
const UEINT = 0xf4;

const [SUSPI, SOFI, EORSTI, WAKEUPI] = [0x01, 0x04, 0x08, 0x10];
const [DETACH, RMWKUP] = [0x01, 0x02];
const [USBE, FRZCLK, OTGPADE] = [0x80, 0x20, 0x10];
const PLL_LOCKS_AFTER_MS = 0.1;

export type Handshake = 'ack' | 'nak' | 'stall' | 'none';

export class UsbController {
  readonly endpoints = Array.from({ length: 7 }, (_, number) => new UsbEndpoint(number === 0));
  private readonly machine: Machine;
  private frame = 0;
  private pllSince = Infinity;

  constructor(machine: Machine) {
    this.machine = machine;
    const { cpu } = machine;
    const { readHooks, writeHooks } = cpu;
    const set = (address: number, value: number): true => {
      cpu.data[address] = value;
      return true;
    };
    /** Flags: a zero clears, a one changes nothing. */
    const clearing = (value: number, before: number, address: number): true => {
      set(address, before & value);
      return this.interrupts();
    };
    readHooks[PLLCSR] = () => (cpu.data[PLLCSR] ?? 0) | (this.isClocked() ? 1 : 0);
    writeHooks[PLLCSR] = (value, before) => {
      if ((value & 2) === 0) this.pllSince = Infinity;
      else if ((before & 2) === 0) this.pllSince = machine.ms;
      return set(PLLCSR, value & ~1);
    };
    readHooks[USBSTA] = () => (this.read(USBCON) & OTGPADE ? 1 : 0);
    writeHooks[UDINT] = clearing;
    for (const address of [UDIEN, UDCON])
      writeHooks[address] = (value) => set(address, value) && this.interrupts();
    readHooks[UDFNUML] = () => this.frame & 0xff;
    readHooks[UDFNUMH] = () => (this.frame >> 8) & 0x07;
    readHooks[UEINTX] = () => this.chosen.flags;
    writeHooks[UEINTX] = (value) => {
      this.chosen.acknowledge(value);
      return this.interrupts();
    };
    writeHooks[UERST] = (value) => {
      this.endpoints.forEach((endpoint, number) => {
        if ((value >> number) & 1) endpoint.clear();
      });
      set(UERST, value);
      return this.interrupts();
    };
    readHooks[UECONX] = () => this.chosen.control;
    writeHooks[UECONX] = (value) => {
      this.chosen.writeControl(value);
      return this.interrupts();
    };
    const fields = [
      [UECFG0X, 'kind'],
      [UECFG1X, 'layout'],
      [UEIENX, 'enabledInterrupts'],
    ] as const;
    for (const [address, field] of fields) {
      readHooks[address] = () => this.chosen[field];
      writeHooks[address] = (value) => {
        this.chosen[field] = value;
        if (field === 'layout') this.chosen.clear();
        return this.interrupts();
      };
    }
    readHooks[UESTA0X] = () => (this.chosen.isReady ? 0x80 : 0) | this.chosen.busyBanks;
    readHooks[UEDATX] = () => {
      const byte = this.chosen.pop();
      this.interrupts();
      return byte;
    };
    writeHooks[UEDATX] = (value) => {
      this.chosen.push(value);
      return this.interrupts();
    };
    readHooks[UEBCLX] = () => this.chosen.count & 0xff;
    readHooks[UEBCHX] = () => this.chosen.count >> 8;
    readHooks[UEINT] = () => this.waiting();
    const reset = cpu.reset.bind(cpu);
    cpu.reset = () => {
      reset();
      this.powerOn();
    };
    this.powerOn();
  }

  /** The pull-up is on and the controller runs: a host sees the device. */
  get isAttached(): boolean {
    const pads = this.read(USBCON);
    return (pads & USBE) !== 0 && (pads & FRZCLK) === 0 && this.isClocked() && !(this.read(UDCON) & DETACH);
  }

  get wantsWakeup(): boolean {
    return (this.read(UDCON) & RMWKUP) !== 0;
  }

  /** 0: the device has none yet. */
  get address(): number {
    const address = this.read(UDADDR);
    return address & 0x80 ? address & 0x7f : 0;
  }

  busReset(): void {
    this.machine.cpu.data[UDADDR] = 0;
    this.endpoints.forEach((endpoint, number) => (number === 0 ? endpoint.clear() : endpoint.disable()));
    this.raise(EORSTI);
  }

  startOfFrame(): void {
    this.frame = (this.frame + 1) & 0x7ff;
    this.raise(SOFI);
  }

  suspend(): void {
    this.raise(SUSPI);
  }

  wakeUp(): void {
    const { data } = this.machine.cpu;
    data[UDCON] = this.read(UDCON) & ~RMWKUP;
    this.raise(WAKEUPI);
  }

  setup(bytes: readonly number[]): Handshake {
    return this.token(0, (endpoint) => endpoint.setup(bytes));
  }

  out(number: number, bytes: readonly number[]): Handshake {
    return this.token(number, (endpoint) => endpoint.out(bytes));
  }

  /** The packet, or why there is none. */
  in(number: number): readonly number[] | Handshake {
    let packet: readonly number[] | undefined;
    const answer = this.token(number, (endpoint) => {
      if (endpoint.isStalled) return 'stall';
      packet = endpoint.in();
      return packet === undefined ? 'nak' : 'ack';
    });
    return packet ?? answer;
  }

  private token(number: number, act: (endpoint: UsbEndpoint) => Handshake): Handshake {
    const endpoint = this.endpoints[number];
    if (endpoint === undefined || !endpoint.isReady || !this.isAttached) return 'none';
    const answer = act(endpoint);
    this.interrupts();
    return answer;
  }

  private get chosen(): UsbEndpoint {
    const endpoint = this.endpoints[this.read(UENUM) & 7];
    if (endpoint === undefined) throw new Error('the ATmega32U4 has 7 endpoints');
    return endpoint;
  }

  private isClocked(): boolean {
    return this.machine.ms >= this.pllSince + PLL_LOCKS_AFTER_MS;
  }

  private read(address: number): number {
    return this.machine.cpu.data[address] ?? 0;
  }

  private raise(flag: number): void {
    this.machine.cpu.data[UDINT] = this.read(UDINT) | flag;
    this.interrupts();
  }

  /** UEINT: one bit an endpoint. */
  private waiting(): number {
    return this.endpoints.reduce(
      (bits, { flags, enabledInterrupts }, number) =>
        flags & enabledInterrupts & 0x5f ? bits | (1 << number) : bits,
      0,
    );
  }

  /** Both interrupts last as long as their cause. */
  private interrupts(): true {
    const { cpu } = this.machine;
    const level = (address: number, isOn: boolean): void => {
      const interrupt = {
        address,
        enableRegister: UDIEN,
        enableMask: 0,
        flagRegister: UDINT,
        flagMask: 0,
        constant: true,
      };
      if (isOn) cpu.queueInterrupt(interrupt);
      else cpu.clearInterrupt(interrupt, false);
    };
    level(0x14, (this.read(UDINT) & this.read(UDIEN) & 0x7d) !== 0);
    level(0x16, this.waiting() !== 0);
    return true;
  }

  private powerOn(): void {
    const { data } = this.machine.cpu;
    for (let address = 0xd7; address <= 0xf4; address++) data[address] = 0;
    data[USBCON] = FRZCLK;
    data[UDCON] = DETACH;
    data[PLLCSR] = 0;
    this.pllSince = Infinity;
    for (const endpoint of this.endpoints) endpoint.disable();
  }
}
