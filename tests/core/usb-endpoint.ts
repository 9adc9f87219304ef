/**
 * One endpoint of the ATmega32U4's USB controller: its banks and the flags of UEINTX.
 *
 * In: the program's accesses to the FIFO and the flags; tokens of the host. Out: packets, handshakes, flags.
 * An endpoint that is not a control endpoint owns one bank at a time: `FIFOCON` is 1 while the bank is the
 * program's, and the program gives it away by clearing that bit. Spec: ATmega16U4/32U4 datasheet 7766,
 * sections 22.10 to 22.14 and 22.18.2.
 */
const [TXINI, STALLEDI, RXOUTI, RXSTPI] = [0x01, 0x02, 0x04, 0x08];
const [NAKOUTI, RWAL, NAKINI, FIFOCON] = [0x10, 0x20, 0x40, 0x80];
const [EPEN, RSTDT, STALLRQC, STALLRQ] = [0x01, 0x08, 0x10, 0x20];

interface Bank {
  bytes: number[];
  /** It holds a packet for the other side. */
  isFull: boolean;
}

export class UsbEndpoint {
  /** UECFG0X, UECFG1X and UEIENX. */
  kind = 0;
  layout = 0;
  enabledInterrupts = 0;
  isStalled = false;
  private isEnabled = false;
  private readonly isControl: boolean;
  private banks: Bank[] = [];
  /** Flags that stay until the program clears them. */
  private sticky = 0;
  /** Of the program, and of the host. */
  private mine = 0;
  private theirs = 0;

  constructor(isControl: boolean) {
    this.isControl = isControl;
  }

  get isReady(): boolean {
    return this.isEnabled && (this.layout & 2) !== 0;
  }

  get control(): number {
    return (this.isEnabled ? EPEN : 0) | (this.isStalled ? STALLRQ : 0);
  }

  get busyBanks(): number {
    return this.banks.filter(({ isFull }) => isFull).length;
  }

  get count(): number {
    return this.bank.bytes.length;
  }

  /** UEINTX. */
  get flags(): number {
    if (!this.isReady) return 0;
    const { isFull, bytes } = this.bank;
    // The one bank of a control endpoint is free unless something that came, or is to go, is in it.
    if (this.isControl) return this.sticky | (!isFull && (this.sticky & (RXSTPI | RXOUTI)) === 0 ? TXINI : 0);
    if (!this.isIn) {
      const isMine = isFull ? FIFOCON | (bytes.length > 0 ? RWAL : 0) : 0;
      return this.sticky | isMine;
    }
    return this.sticky | (isFull ? 0 : FIFOCON | (bytes.length < this.size ? RWAL : 0));
  }

  /** Writes UEINTX: zeros clear. */
  acknowledge(value: number): void {
    if (!this.isReady) return;
    const before = this.flags;
    this.sticky &= value | ~(TXINI | STALLEDI | RXOUTI | RXSTPI | NAKOUTI | NAKINI);
    if (this.isControl) {
      // What came is gone with its flag; the ready bank goes with TXINI.
      if (before & (RXSTPI | RXOUTI)) {
        if ((this.sticky & (RXSTPI | RXOUTI)) === 0) this.bank.bytes = [];
      } else if (before & TXINI && (value & TXINI) === 0) this.bank.isFull = true;
      return;
    }
    if ((value & FIFOCON) !== 0 || (before & FIFOCON) === 0) return;
    const { bank } = this;
    bank.isFull = this.isIn;
    if (!this.isIn) bank.bytes = [];
    this.mine = (this.mine + 1) % this.banks.length;
    this.offer();
  }

  writeControl(value: number): void {
    this.isEnabled = (value & EPEN) !== 0;
    if (value & STALLRQ) this.isStalled = true;
    if (value & STALLRQC) this.isStalled = false;
    if (value & RSTDT) this.sticky &= ~STALLEDI;
  }

  push(byte: number): void {
    const { bank } = this;
    if (bank.isFull || bank.bytes.length >= this.size)
      throw new Error('the program writes into a bank that is not its own');
    bank.bytes.push(byte);
  }

  pop(): number {
    return this.bank.bytes.shift() ?? 0;
  }

  clear(): void {
    const count = this.isControl ? 1 : (this.layout >> 2) & 3 ? 2 : 1;
    this.banks = Array.from({ length: count }, () => ({ bytes: [], isFull: false }));
    this.sticky = 0;
    this.mine = 0;
    this.theirs = 0;
    this.isStalled = false;
    if (!this.isControl) this.offer();
  }

  disable(): void {
    this.isEnabled = false;
    this.kind = 0;
    this.layout = 0;
    this.enabledInterrupts = 0;
    this.clear();
  }

  // ---- The host's tokens ----------------------------------------------------------------------

  /** Always accepted; ends whatever was under way. */
  setup(bytes: readonly number[]): 'ack' {
    this.clear();
    this.bank.bytes = [...bytes];
    this.sticky = RXSTPI;
    return 'ack';
  }

  out(bytes: readonly number[]): 'ack' | 'nak' | 'stall' {
    if (this.isStalled) return this.stall();
    if (bytes.length > this.size) throw new Error(`the host sends ${bytes.length} bytes`);
    if (this.isControl) {
      if (this.sticky & (RXSTPI | RXOUTI)) return 'nak';
      this.bank.isFull = false;
      this.bank.bytes = [...bytes];
      this.sticky |= RXOUTI;
      return 'ack';
    }
    const bank = this.banks[this.theirs];
    if (bank === undefined || bank.isFull || this.isIn) {
      this.sticky |= NAKOUTI;
      return 'nak';
    }
    bank.bytes = [...bytes];
    bank.isFull = true;
    if (this.theirs === this.mine) this.sticky |= RXOUTI;
    this.theirs = (this.theirs + 1) % this.banks.length;
    return 'ack';
  }

  in(): readonly number[] | undefined {
    const bank = this.isControl ? this.bank : this.banks[this.theirs];
    if (bank === undefined || !bank.isFull || (!this.isControl && !this.isIn)) {
      this.sticky |= NAKINI;
      return undefined;
    }
    const { bytes } = bank;
    bank.bytes = [];
    bank.isFull = false;
    if (!this.isControl) {
      const wasWaitedFor = this.theirs === this.mine;
      this.theirs = (this.theirs + 1) % this.banks.length;
      if (wasWaitedFor) this.offer();
    }
    return bytes;
  }

  private stall(): 'stall' {
    this.sticky |= STALLEDI;
    return 'stall';
  }

  private get isIn(): boolean {
    return (this.kind & 1) !== 0;
  }

  private get size(): number {
    return 8 << ((this.layout >> 4) & 7);
  }

  private get bank(): Bank {
    return this.banks[this.mine] ?? { bytes: [], isFull: false };
  }

  /** The next bank has become the program's: says so. */
  private offer(): void {
    if (this.isIn ? !this.bank.isFull : this.bank.isFull) this.sticky |= this.isIn ? TXINI : RXOUTI;
  }
}
