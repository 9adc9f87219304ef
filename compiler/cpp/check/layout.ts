/**
 * Layout of records as avr-gcc has it: no alignment, no padding; bit-fields one behind the other from bit 0
 * upwards, over the borders of bytes; a nameless one of width 0 ends the byte.
 *
 * In: fields in order. Out: offsets. One `RecordLayout` is filled while a class is completed.
 */
import type { FieldInfo, QualType } from '../types.ts';

export class RecordLayout {
  private bit = 0;
  private most = 0;
  private readonly isUnion: boolean;

  constructor(isUnion: boolean) {
    this.isUnion = isUnion;
  }

  /** A base class or the pointer to the vtable. Its offset. */
  reserve(bytes: number): number {
    const offset = this.nextByte();
    this.bit = (offset + bytes) * 8;
    this.most = Math.max(this.most, this.bit);
    return offset;
  }

  field(name: string, type: QualType, bytes: number): FieldInfo {
    if (this.isUnion) this.bit = 0;
    return { name, type, offset: this.reserve(bytes) };
  }

  /** `width` 0 ends the byte and gives no field. */
  bitField(name: string, type: QualType, width: number): FieldInfo | undefined {
    if (this.isUnion) this.bit = 0;
    if (width === 0) {
      this.bit = this.nextByte() * 8;
      return undefined;
    }
    const first = this.bit % 8;
    const offset = Math.floor(this.bit / 8);
    this.bit += width;
    this.most = Math.max(this.most, this.bit);
    return { name, type, offset, bits: { first, width } };
  }

  /** Padding behind a bit-field. */
  skipBits(count: number): void {
    this.bit += count;
    this.most = Math.max(this.most, this.bit);
  }

  /** Bytes so far. */
  get size(): number {
    return Math.ceil(this.most / 8);
  }

  private nextByte(): number {
    return Math.ceil(this.bit / 8);
  }
}
