import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { otherLanguages, translationOf } from '../../runtime/engine/languages/translations.ts';
import { useFlow } from '../flow/store.ts';
import { languageName } from './names.ts';
import { flowItself, translate, typingIn } from './translating.ts';

const place = { node: flowItself, key: 'failureText' };

/** What is said in each other language when something fails, once it is said in the flow's own. */
export function FailureTexts({ flow, readOnly }: { flow: Flow; readOnly: boolean }) {
  const { t, i18n } = useTranslation();
  if (!flow.settings.failureText?.trim()) return null;
  return otherLanguages(flow).map((language) => (
    <Textarea
      key={language}
      autosize
      minRows={2}
      maxLength={4_096}
      lang={language}
      label={t('languages.failureText', { language: languageName(language, i18n.language) })}
      value={translationOf(flow, language, place) ?? ''}
      placeholder={t('languages.missing')}
      readOnly={readOnly}
      onChange={({ currentTarget: { value } }) => {
        const { flow: now, dispatch } = useFlow.getState();
        if (now) dispatch(translate(now, language, place, value), typingIn(language, place));
      }}
    />
  ));
}
