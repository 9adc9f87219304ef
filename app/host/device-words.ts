/** What is said about devices, for the command and the app. */
import type { LocalizedText } from '../../boards/types.ts';
import { DeviceError } from '../device/device-error.ts';
import { FAULT_SENTENCES, fillSentence, NOTICE_SENTENCES } from '../device/sentences.ts';
import type { NoticeCode } from '../device/upload-event.ts';

export { DeviceError };

export const faultSentence = (fault: DeviceError, language: keyof LocalizedText): string =>
  fillSentence(FAULT_SENTENCES[fault.code], language, fault.details);

export const noticeSentence = (code: NoticeCode, language: keyof LocalizedText): string =>
  fillSentence(NOTICE_SENTENCES[code], language);
