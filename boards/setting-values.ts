/**
 * The settings of a plugged brick: which values are allowed, and which number one stands for.
 *
 * In: a setting of a brick type and a value from a program or a kit file. Out: whether it is allowed,
 * the allowed values in words, the number behind it.
 */
import type { BrickSetting, LocalizedText } from './types.ts';

export function isSettingAllowed(setting: BrickSetting, value: unknown): value is number | string {
  const { type } = setting;
  if (type.kind === 'choice') return type.options.some((option) => option.value === value);
  return typeof value === 'number' && Number.isInteger(value) && value >= type.min && value <= type.max;
}

export function settingRange(setting: BrickSetting): LocalizedText {
  const { type } = setting;
  if (type.kind === 'whole') {
    return {
      fr: `un nombre entier de ${type.min} à ${type.max}`,
      en: `a whole number from ${type.min} to ${type.max}`,
    };
  }
  const values = type.options.map((option) => option.value);
  return { fr: values.join(' ou '), en: values.join(' or ') };
}

/** The number an allowed value stands for; without a value, the default's. */
export function settingNumber(setting: BrickSetting, value?: number | string): number | undefined {
  const { type } = setting;
  const chosen = value ?? type.default;
  if (type.kind === 'whole') return typeof chosen === 'number' ? chosen : undefined;
  return type.options.find((option) => option.value === chosen)?.number;
}
