/**
 * One endpoint of the ATmega32U4's USB controller: its banks and the flags of UEINTX.
 *
 * In: the program's accesses to the FIFO and the flags; packets of the host. Out: packets, handshakes, flags.
 * A bank belongs to the program or to the host. Of other endpoints than the control one, the program gives its bank
 * away by clearing FIFOCON. What the program writes into a full bank is lost.
 * Spec: ATmega16U4/32U4 datasheet 7766, sections 22.10 to 22.14 and 22.18.2.
 */
const [TXINI, STALLEDI, RXOUTI, RXSTPI, RWAL, FIFOCON] = [0x01, 0x02, 0x04, 0x08, 0x20, 0x80] as const;
const [NAKOUTI, NAKINI] = [0x10, 0x40] as const;
const CLEARABLE = TXINI | STALLEDI | RXOUTI | RXSTPI | NAKOUTI | NAKINI;
const [EPEN, STALLRQC, STALLRQ] = [0x01, 0x10, 0x20] as const;
const ALLOC = 2;

export type Handshake = 'ack' | 'nak' | 'stall';

export class UsbEndpoint {
  /** UECFG0X, UECFG1X and UEIENX. */
  kind = 0;
  layout = 0;
  enabledInterrupts = 0;
  private isEnabled = false;
  private isStalled = false;
  private readonly isControl: boolean;
  private banks: number[][] = [[]];
  /** Bank by bank: it waits for the other side. */
  private full: boolean[] = [false];
  private latched = 0;
  private programs = 0;
  private hosts = 0;

  constructor(isControl: boolean) {
    this.isControl = isControl;
  }

  get isReady(): boolean {
    return this.isEnabled && (this.layout & ALLOC) !== 0;
  }

  /** UECONX, as it is read and written. */
  get control(): number {
    return (this.isEnabled ? EPEN : 0) | (this.isStalled ? STALLRQ : 0);
  }

  set control(value: number) {
    this.isEnabled = (value & EPEN) !== 0;
    if ((value & STALLRQ) !== 0) this.isStalled = true;
    if ((value & STALLRQC) !== 0) this.isStalled = false;
  }

  get busyBanks(): number {
    return this.full.filter(Boolean).length;
  }

  get count(): number {
    return this.bank.length;
  }

  /** UEINTX. */
  get flags(): number {
    if (!this.isReady) return 0;
    const isFull = this.full[this.programs] === true;
    if (this.isControl) {
      const isFree = !isFull && (this.latched & (RXSTPI | RXOUTI)) === 0;
      return this.latched | (isFree ? TXINI : 0);
    }
    if (isFull === this.isIn) return this.latched;
    const canGoOn = this.isIn ? this.count < this.size : this.count > 0;
    return this.latched | FIFOCON | (canGoOn ? RWAL : 0);
  }

  /** A write to UEINTX: zeros clear. */
  clearFlags(value: number): void {
    if (!this.isReady) return;
    const before = this.flags;
    this.latched &= value | ~CLEARABLE;
    if (this.isControl) {
      const came = before & (RXSTPI | RXOUTI);
      if (came !== 0 && (this.latched & (RXSTPI | RXOUTI)) === 0) this.banks[0] = [];
      else if (came === 0 && (before & ~value & TXINI) !== 0) this.full[0] = true;
    } else if ((before & ~value & FIFOCON) !== 0) {
      this.full[this.programs] = this.isIn;
      if (!this.isIn) this.banks[this.programs] = [];
      this.programs = (this.programs + 1) % this.banks.length;
      this.tellProgram();
    }
  }

  push(byte: number): void {
    if (this.full[this.programs] !== true && this.count < this.size) this.bank.push(byte);
  }

  pop(): number {
    return this.bank.shift() ?? 0;
  }

  /** All banks empty, as after a reset of the endpoint. */
  clear(): void {
    const count = this.isControl || ((this.layout >> 2) & 3) === 0 ? 1 : 2;
    this.banks = Array.from({ length: count }, () => []);
    this.full = this.banks.map(() => false);
    this.latched = 0;
    this.programs = 0;
    this.hosts = 0;
    this.isStalled = false;
    if (!this.isControl) this.tellProgram();
  }

  disable(): void {
    Object.assign(this, { isEnabled: false, kind: 0, layout: 0, enabledInterrupts: 0 });
    this.clear();
  }

  /** A setup packet is always taken and ends what was under way. */
  setup(bytes: readonly number[]): void {
    this.clear();
    this.banks[0] = [...bytes];
    this.latched = RXSTPI;
  }

  out(bytes: readonly number[]): Handshake {
    if (this.isStalled) return this.stall();
    const isTaken = this.isControl
      ? (this.latched & (RXSTPI | RXOUTI)) === 0
      : !this.isIn && this.full[this.hosts] === false;
    if (!isTaken) {
      this.latched |= this.isControl ? 0 : NAKOUTI;
      return 'nak';
    }
    this.banks[this.hosts] = [...bytes];
    this.full[this.hosts] = !this.isControl;
    if (this.isControl || this.hosts === this.programs) this.latched |= RXOUTI;
    if (!this.isControl) this.hosts = (this.hosts + 1) % this.banks.length;
    return 'ack';
  }

  /** The packet that waits, or why there is none. */
  in(): readonly number[] | Handshake {
    if (this.isStalled) return this.stall();
    const bytes = this.banks[this.hosts];
    if (bytes === undefined || this.full[this.hosts] !== true || (!this.isControl && !this.isIn)) {
      this.latched |= NAKINI;
      return 'nak';
    }
    this.banks[this.hosts] = [];
    this.full[this.hosts] = false;
    if (this.isControl) return bytes;
    const wasWaitedFor = this.hosts === this.programs;
    this.hosts = (this.hosts + 1) % this.banks.length;
    if (wasWaitedFor) this.tellProgram();
    return bytes;
  }

  save(): unknown {
    const { kind, layout, enabledInterrupts, isEnabled, isStalled, banks, full, latched, programs, hosts } =
      this;
    const fields = { kind, layout, enabledInterrupts, isEnabled, isStalled, latched, programs, hosts };
    return { ...fields, banks: banks.map((bank) => [...bank]), full: [...full] };
  }

  restore(state: unknown): void {
    Object.assign(this, structuredClone(state));
  }

  private get isIn(): boolean {
    return (this.kind & 1) !== 0;
  }

  private get size(): number {
    return 8 << ((this.layout >> 4) & 7);
  }

  private get bank(): number[] {
    return this.banks[this.programs] ?? [];
  }

  private stall(): 'stall' {
    this.latched |= STALLEDI;
    return 'stall';
  }

  /** The next bank has become the program's. */
  private tellProgram(): void {
    if (this.full[this.programs] !== this.isIn) this.latched |= this.isIn ? TXINI : RXOUTI;
  }
}
