import type { TFunction } from 'i18next';
import type { Money, VersionSentence } from '../../runtime/contract/index.ts';
import {
  changeWords as wordsOf,
  sentenceText as textOf,
  type Change,
  type ChangeWords,
  type Wording,
} from '../../runtime/engine/index.ts';
import { durationText } from './duration-text.ts';

/** The language of the screen, as the engine's words need it. */
const wordingOf = (t: TFunction, language: string): Wording => ({
  t: (key, params) => t(key, params),
  number: (value) => new Intl.NumberFormat(language).format(value),
  duration: (seconds) => durationText(language, seconds),
  money: (amount) => moneyText(language, amount),
  language: (tag) => new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag,
  list: (items) => new Intl.ListFormat(language, { style: 'long', type: 'conjunction' }).format(items),
});

/** What a change says, in the language of the screen. */
export const changeWords = (t: TFunction, language: string, change: Change): ChangeWords =>
  wordsOf(wordingOf(t, language), change);

/** What a version changed, in a sentence. */
export const sentenceText = (t: TFunction, language: string, sentence: VersionSentence): string =>
  textOf(wordingOf(t, language), sentence);

/** An amount with as many decimals as it has, at least two: a rate such as 0.0002 is never rounded away. */
const moneyText = (language: string, { currency, micros }: Money): string =>
  new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: 6,
  }).format(micros / 1_000_000);
