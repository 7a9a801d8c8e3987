import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { errorPort, type Flow } from '../../runtime/contract/index.ts';
import { flowTexts, translationOf, type FlowText } from '../../runtime/engine/languages/translations.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useFlow } from '../flow/store.ts';
import { elementForm } from '../inspector/element-form.ts';
import { FormProvider, type Form } from '../inspector/form.ts';
import { limitsOf } from '../inspector/limits.ts';
import { TemplateField } from '../inspector/parts/TemplateField.tsx';
import type { Scope } from '../inspector/scope.ts';
import { FormattedText } from '../message/FormattedText.tsx';
import { languageName } from './names.ts';
import styles from './TranslatedTexts.module.css';
import { fieldOf, translationPath } from './translating.ts';

type Props = { flow: Flow; node: string; language: string; scope: Scope; readOnly: boolean };

/** What people read of a card, to be said in another language. Whatever else the card does is the same in all. */
export function TranslatedTexts({ flow, node, language, scope, readOnly }: Props) {
  const { t, i18n } = useTranslation();
  const texts = useMemo(() => flowTexts(flow, nodeTypes).filter((text) => text.node === node), [flow, node]);
  const fallbacks = useFlow(
    ({ flow: now }) => now?.edges.some(({ from }) => from.node === node && from.port === errorPort.id) === false,
  );
  const form = useMemo(
    (): Form => ({
      ...elementForm('flow', 'flow'),
      whole: flow,
      scope,
      issues: [],
      readOnly,
      texts: { secrets: false, fallbacks },
    }),
    [flow, scope, readOnly, fallbacks],
  );
  if (texts.length === 0) return <p className={styles.none}>{t('languages.noTexts')}</p>;
  return (
    <FormProvider value={form}>
      {texts.map((text) => (
        <Text key={text.key} flow={flow} text={text} language={language} />
      ))}
      <p className={styles.hint}>{t('languages.cardHint', { language: languageName(language, i18n.language) })}</p>
    </FormProvider>
  );
}

function Text({ flow, text, language }: { flow: Flow; text: FlowText; language: string }) {
  const { t } = useTranslation();
  const found = fieldOf(flow, text, nodeTypes);
  const label = found ? t(found.label) : t('inspector.settings.failureText');
  const characters = found?.whole ? limitsOf(found.field).characters : undefined;
  return (
    <div className={styles.text} data-path={translationPath(language, text).join('/')}>
      <span className={styles.label}>{label}</span>
      <div className={styles.source}>
        <FormattedText text={text.text} placeholders />
      </div>
      <TemplateField
        path={translationPath(language, text)}
        value={translationOf(flow, language, text) ?? ''}
        labels={{ 'aria-label': `${label}: ${text.text}` }}
        oneLine={found !== undefined && (!found.whole || found.field.oneLine === true)}
        chat={found?.field.chat === true}
        optional
        placeholder={t('languages.missing')}
        {...(characters !== undefined && { characters })}
      />
    </div>
  );
}
