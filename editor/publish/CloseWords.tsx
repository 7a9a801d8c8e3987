import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow, PublishPolicy } from '../../runtime/contract/index.ts';
import { FormProvider, type Form } from '../inspector/form.ts';
import { TemplateField } from '../inspector/parts/TemplateField.tsx';
import { scopeOf } from '../inspector/scope.ts';
import styles from './PolicyList.module.css';

type Closing = Extract<PublishPolicy, { do: 'close' }>;
type Props = { next: Flow; policy: Closing; onChange: (policy: PublishPolicy) => void };

/** What people are told whose session is closed, in each language of the flow. */
export function CloseWords({ next, policy, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const scope = useMemo(() => scopeOf(next), [next]);
  const [written, ...others] = next.languages;
  const names = useMemo(() => new Intl.DisplayNames(i18n.language, { type: 'language' }), [i18n.language]);
  const write = (path: readonly (string | number)[], value: unknown) => {
    const text = typeof value === 'string' && value !== '' ? value : undefined;
    const [, language] = path;
    if (typeof language !== 'string') {
      const { message: _message, ...rest } = policy;
      onChange(text === undefined ? rest : { ...rest, message: text });
      return;
    }
    const translations = { ...policy.translations };
    if (text === undefined) delete translations[language];
    else translations[language] = text;
    onChange({ ...policy, translations });
  };
  const form: Form = { node: null, whole: policy, scope, issues: [], readOnly: false, write, change: write };
  const label = (language: string | undefined) =>
    others.length === 0 || language === undefined
      ? t('publish.policies.words')
      : t('publish.policies.wordsIn', { language: names.of(language) ?? language });
  return (
    <FormProvider value={form}>
      <div className={styles.words}>
        <span>{label(written)}</span>
        <TemplateField
          path={['message']}
          value={policy.message}
          labels={{ 'aria-label': label(written) }}
          placeholder={t('publish.policies.ownWords')}
          chat
          optional
        />
        {policy.message !== undefined &&
          others.map((language) => (
            <div key={language} className={styles.words}>
              <span>{label(language)}</span>
              <TemplateField
                path={['translations', language]}
                value={policy.translations?.[language]}
                labels={{ 'aria-label': label(language) }}
                chat
                optional
              />
            </div>
          ))}
      </div>
    </FormProvider>
  );
}
