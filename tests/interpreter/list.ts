/**
 * Lists of the block language: positions from 1, a fixed capacity, nothing happens outside.
 *
 * In: a list's items and values of its kind. Out: values, or a changed list.
 */
import { add, divide, largest, smallest } from './arithmetic.ts';
import { compare } from './comparison.ts';
import { type Kind, truth, type Value, type Watch, whole, zeroOf } from './value.ts';

export class ItemList {
  readonly items: Value[] = [];

  constructor(
    readonly kind: Kind,
    readonly capacity: number,
  ) {}

  add(item: Value): void {
    if (this.items.length < this.capacity) this.items.push(item);
  }

  /** From 1 to length + 1, while there is room. */
  insert(position: number, item: Value): void {
    const inside = position >= 1 && position <= this.items.length + 1;
    if (inside && this.items.length < this.capacity) this.items.splice(position - 1, 0, item);
  }

  set(position: number, item: Value): void {
    if (this.has(position)) this.items[position - 1] = item;
  }

  remove(position: number): void {
    if (this.has(position)) this.items.splice(position - 1, 1);
  }

  clear(): void {
    this.items.length = 0;
  }

  at(position: number): Value {
    return (this.has(position) ? this.items[position - 1] : undefined) ?? zeroOf(this.kind);
  }

  indexOf(item: Value, watch: Watch): Value {
    return whole(this.items.findIndex((other) => compare(other, item, watch) === 0) + 1);
  }

  contains(item: Value, watch: Watch): Value {
    return truth(this.items.some((other) => compare(other, item, watch) === 0));
  }

  isFull(): Value {
    return truth(this.items.length >= this.capacity);
  }

  sum(watch: Watch): Value {
    return this.items.reduce((total, item) => add(total, item, watch), this.zero());
  }

  smallest(watch: Watch): Value {
    return this.items.length === 0
      ? this.zero()
      : this.items.reduce((a, b) => smallest(a, b, watch), this.number(0));
  }

  largest(watch: Watch): Value {
    return this.items.length === 0
      ? this.zero()
      : this.items.reduce((a, b) => largest(a, b, watch), this.number(0));
  }

  average(watch: Watch): Value {
    if (this.items.length === 0) return zeroOf('decimal');
    return divide(this.sum(watch), whole(this.items.length), watch);
  }

  private has(position: number): boolean {
    return position >= 1 && position <= this.items.length;
  }

  private number(index: number): Value {
    const item = this.items[index] ?? this.zero();
    return item.kind === 'truth' ? whole(item.value ? 1 : 0) : item;
  }

  private zero(): Value {
    return zeroOf(this.kind === 'decimal' ? 'decimal' : 'whole');
  }
}
