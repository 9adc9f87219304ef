/**
 * The USB device controller of the ATmega32U4 by its registers, with a computer plugged in.
 *
 * In: what the program writes into the registers. Out: the registers as the program reads them, both interrupts, and a
 * serial port like a USART's for whoever looks. The computer is there from power on, and opens the port. One USB
 * transaction takes no time; data toggles are left out, as are suspend, the pad and DMA.
 * Spec: ATmega16U4/32U4 datasheet 7766 chapters 21 and 22; USB 2.0 chapter 8.
 */
import type { Core } from '../core.ts';
import { type Handshake, UsbEndpoint } from './usb-endpoint.ts';
import { UsbHost } from './usb-host.ts';

const [PLLCSR, USBCON, USBSTA, UDCON, UDINT, UDIEN, UDADDR] = [
  0x49, 0xd8, 0xd9, 0xe0, 0xe1, 0xe2, 0xe3,
] as const;
const [UDFNUML, UDFNUMH, UEINTX, UENUM, UERST, UECONX] = [0xe4, 0xe5, 0xe8, 0xe9, 0xea, 0xeb] as const;
const [UECFG0X, UECFG1X, UESTA0X, UEIENX, UEDATX] = [0xec, 0xed, 0xee, 0xf0, 0xf1] as const;
const [UEBCLX, UEBCHX, UEINT] = [0xf2, 0xf3, 0xf4] as const;
const [SOFI, EORSTI] = [0x04, 0x08] as const;
const [USBE, FRZCLK, OTGPADE, DETACH, PLLE, PLOCK] = [0x80, 0x20, 0x10, 0x01, 0x02, 0x01] as const;
const ENDPOINTS = 7;
const PACKET_FLAGS = 0x5f;
/** What a monitor is told; on USB it means nothing. */
const BAUD = 9600;

export class Usb {
  readonly onByte: ((byte: number, cycle: number, baud: number) => void)[] = [];
  private readonly core: Core;
  private readonly frameCycles: number;
  private readonly vectors: { readonly general: number; readonly endpoint: number };
  private readonly endpoints = Array.from({ length: ENDPOINTS }, (_, i) => new UsbEndpoint(i === 0));
  private readonly host = new UsbHost();
  private readonly slot: number;
  private frame = 0;

  constructor(core: Core, clockHz: number, vector: (name: string) => number) {
    this.core = core;
    this.frameCycles = Math.round(clockHz / 1000);
    this.vectors = { general: vector('USB_GEN_vect'), endpoint: vector('USB_COM_vect') };
    this.slot = core.scheduler.slot((cycle) => this.nextFrame(cycle));
    for (const vectorNumber of Object.values(this.vectors)) core.onInterrupt(vectorNumber);
    this.host.onByte.push((byte) => {
      for (const listener of this.onByte) listener(byte, core.now, BAUD);
    });
    this.hookRegisters();
  }

  reset(): void {
    const { data } = this.core;
    data[USBCON] = FRZCLK;
    data[UDCON] = DETACH;
    for (const endpoint of this.endpoints) endpoint.disable();
    this.core.scheduler.clear(this.slot);
    this.update();
  }

  /** Bytes typed at the computer; the rate is of no importance. */
  send(bytes: Iterable<number>): void {
    this.host.send(bytes);
  }

  discardInput(): void {
    this.host.discardInput();
  }

  save(): unknown {
    return { frame: this.frame, host: this.host.save(), endpoints: this.endpoints.map((e) => e.save()) };
  }

  restore(state: unknown): void {
    const { frame, host, endpoints } = state as { frame: number; host: unknown; endpoints: unknown[] };
    this.frame = frame;
    this.host.restore(host);
    for (const [i, endpoint] of this.endpoints.entries()) endpoint.restore(endpoints[i]);
  }

  private read(address: number): number {
    return this.core.data[address] ?? 0;
  }

  /** The pull-up is on and the controller runs: a computer sees the device. */
  private get isAttached(): boolean {
    const pads = this.read(USBCON);
    const runs = (pads & USBE) !== 0 && (pads & FRZCLK) === 0 && (this.read(PLLCSR) & PLLE) !== 0;
    return runs && (this.read(UDCON) & DETACH) === 0;
  }

  private get chosen(): UsbEndpoint {
    return this.endpoints[this.read(UENUM) & 7] ?? new UsbEndpoint(false);
  }

  private hookRegisters(): void {
    const { core } = this;
    const { data } = core;
    const keep = (address: number): void =>
      core.onWrite(address, (value) => {
        core.data[address] = value;
        this.update();
      });
    for (const address of [USBCON, UDCON, UDIEN]) keep(address);
    core.onRead(PLLCSR, () => this.read(PLLCSR) | ((this.read(PLLCSR) & PLLE) === 0 ? 0 : PLOCK));
    core.onWrite(PLLCSR, (value) => {
      core.data[PLLCSR] = value & ~PLOCK;
      this.update();
    });
    core.onRead(USBSTA, () => ((this.read(USBCON) & OTGPADE) === 0 ? 0 : 1));
    // Flags: a zero clears, a one changes nothing.
    core.onWrite(UDINT, (value) => {
      core.data[UDINT] = this.read(UDINT) & value;
      this.update();
    });
    core.onRead(UDFNUML, () => this.frame & 0xff);
    core.onRead(UDFNUMH, () => (this.frame >> 8) & 7);
    core.onWrite(UERST, (value) => {
      for (const [i, endpoint] of this.endpoints.entries()) if (((value >> i) & 1) === 1) endpoint.clear();
      core.data[UERST] = value;
      this.update();
    });
    const onChosen = (
      address: number,
      get: (endpoint: UsbEndpoint) => number,
      set?: (endpoint: UsbEndpoint, value: number) => void,
    ): void => {
      core.onRead(address, () => {
        const value = get(this.chosen) & 0xff;
        this.update();
        return value;
      });
      core.onWrite(address, (value) => {
        set?.(this.chosen, value);
        this.update();
      });
    };
    onChosen(
      UEINTX,
      (e) => e.flags,
      (e, value) => e.clearFlags(value),
    );
    onChosen(
      UECONX,
      (e) => e.control,
      (e, value) => (e.control = value),
    );
    onChosen(
      UECFG0X,
      (e) => e.kind,
      (e, value) => (e.kind = value),
    );
    onChosen(
      UECFG1X,
      (e) => e.layout,
      (e, value) => {
        e.layout = value;
        e.clear();
      },
    );
    onChosen(
      UEIENX,
      (e) => e.enabledInterrupts,
      (e, value) => (e.enabledInterrupts = value),
    );
    onChosen(
      UEDATX,
      (e) => e.pop(),
      (e, value) => e.push(value),
    );
    onChosen(UESTA0X, (e) => (e.isReady ? 0x80 : 0) | e.busyBanks);
    onChosen(UEBCLX, (e) => e.count);
    onChosen(UEBCHX, (e) => e.count >> 8);
    core.onRead(UEINT, () => this.waitingEndpoints());
    data[USBCON] = FRZCLK;
  }

  /** UEINT: a bit for each endpoint with something to tell. */
  private waitingEndpoints(): number {
    let bits = 0;
    for (const [i, { flags, enabledInterrupts }] of this.endpoints.entries()) {
      if ((flags & enabledInterrupts & PACKET_FLAGS) !== 0) bits |= 1 << i;
    }
    return bits;
  }

  /** Both interrupts last as long as their cause; frames come as long as the device is there. */
  private update(): void {
    const { core, vectors } = this;
    core.setInterrupt(vectors.general, (this.read(UDINT) & this.read(UDIEN) & 0x7d) !== 0);
    core.setInterrupt(vectors.endpoint, this.waitingEndpoints() !== 0);
    const isRunning = core.scheduler.dueAt(this.slot) !== Number.POSITIVE_INFINITY;
    if (isRunning === this.isAttached) return;
    if (isRunning) core.scheduler.clear(this.slot);
    else {
      this.host.restart();
      core.scheduler.set(this.slot, core.now + this.frameCycles);
    }
  }

  private nextFrame(cycle: number): void {
    const { core } = this;
    core.scheduler.set(this.slot, cycle + this.frameCycles);
    this.frame = (this.frame + 1) & 0x7ff;
    core.data[UDINT] = this.read(UDINT) | SOFI;
    const reset = this.host.frame({
      setup: (bytes) => this.token(0, (e) => (e.setup(bytes), 'ack')) as Handshake,
      out: (number, bytes) => this.token(number, (e) => e.out(bytes)) as Handshake,
      in: (number) => this.token(number, (e) => e.in()),
    });
    if (reset) {
      core.data[UDADDR] = 0;
      core.data[UDINT] = this.read(UDINT) | EORSTI;
      for (const endpoint of this.endpoints.slice(1)) endpoint.disable();
      this.endpoints[0]?.clear();
    }
    this.update();
  }

  /** A device that is not ready does not answer: as good as asking again later. */
  private token(
    number: number,
    act: (endpoint: UsbEndpoint) => readonly number[] | Handshake,
  ): readonly number[] | Handshake {
    const endpoint = this.endpoints[number];
    return endpoint?.isReady === true ? act(endpoint) : 'nak';
  }
}
