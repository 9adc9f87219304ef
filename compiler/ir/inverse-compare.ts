/** The comparison that is true when another is not; its keys are all comparisons of integers. */
import type { IntCompare } from './ir.ts';

export const INVERSE: Readonly<Record<IntCompare, IntCompare>> = {
  eq: 'ne',
  ne: 'eq',
  ult: 'uge',
  uge: 'ult',
  ule: 'ugt',
  ugt: 'ule',
  slt: 'sge',
  sge: 'slt',
  sle: 'sgt',
  sgt: 'sle',
};
