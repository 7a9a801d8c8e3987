import type { TFunction } from 'i18next';
import type { Static } from '@sinclair/typebox';
import type { Why } from '../../runtime/contract/index.ts';

/** A reason in words; flows by their names. A code that is new to these texts is shown in English, where that is known. */
export const whyText = (
  t: TFunction,
  { code, params = {} }: Static<typeof Why>,
  nameOf: (flowId: string) => string,
  english = code,
): string =>
  t(`triggers.why.${code}`, {
    ...params,
    ...(typeof params['flow'] === 'string' && { flow: nameOf(params['flow']) }),
    defaultValue: english,
  });
