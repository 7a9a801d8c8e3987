import { IconSettings } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { joined, strikesText, triggerWords } from '../canvas/trigger-words.ts';
import { FailureTexts } from '../languages/FailureTexts.tsx';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { AddTrigger } from './AddTrigger.tsx';
import { Close } from './CardPanel.tsx';
import { elementForm } from './element-form.ts';
import { FlowSettingsForm } from './FlowSettingsForm.tsx';
import { FormProvider, type Form } from './form.ts';
import { GuardsForm } from './GuardsForm.tsx';
import css from './Inspector.module.css';
import { issuesUnder } from './issues.ts';
import { Notices } from './Notices.tsx';
import { PanelBody } from './PanelBody.tsx';
import { scopeOf } from './scope.ts';
import { triggerIcons } from './TriggerIcon.tsx';
import { VariablesTable } from './VariablesTable.tsx';

/** The flow as a whole: how it starts, its settings, its variables. */
export function SettingsPanel({ flow }: { flow: Flow }) {
  const { t } = useTranslation();
  const all = useFlow((state) => state.issues);
  const readOnly = useFlow((state) => state.readOnly);
  const issues = useMemo(
    () =>
      issuesUnder(all, '').filter(({ path: [place = ''] }) =>
        ['settings', 'variables', 'name', 'languages', 'translations'].includes(place),
      ),
    [all],
  );
  const scope = useMemo(() => scopeOf(flow), [flow]);
  const form = useMemo(
    (): Form => ({ ...elementForm('flow', 'flow'), whole: flow, scope, issues, readOnly }),
    [flow, scope, issues, readOnly],
  );
  return (
    <>
      <header className={css.head}>
        <IconSettings className={css.icon} aria-hidden size={18} stroke={1.5} />
        <h2 className={css.title}>{t('inspector.panel.settings')}</h2>
        <span className={css.gap} />
        <Close />
      </header>
      <PanelBody>
        <Notices issues={issues} />
        <FormProvider value={form}>
          <FlowSettingsForm flow={flow} />
          <FailureTexts flow={flow} readOnly={readOnly} />
          <GuardsForm guards={flow.settings.guards} />
          <section className={css.section}>
            <h3 className={css.sectionTitle}>{t('inspector.settings.triggers')}</h3>
            {flow.triggers.length === 0 && <p className={css.hint}>{t('inspector.settings.noTriggers')}</p>}
            <TriggerList flow={flow} />
            <div className={css.delete}>
              <AddTrigger />
            </div>
          </section>
          <section className={css.section}>
            <h3 className={css.sectionTitle}>{t('inspector.settings.variables')}</h3>
            <VariablesTable variables={flow.variables} />
          </section>
        </FormProvider>
      </PanelBody>
    </>
  );
}

function TriggerList({ flow }: { flow: Flow }) {
  const { t, i18n } = useTranslation();
  const selectTrigger = useSelection((state) => state.selectTrigger);
  return (
    <div className={css.triggers}>
      {flow.triggers.map((trigger) => {
        const Sign = triggerIcons[trigger.kind];
        const { words } = triggerWords(trigger);
        const strikes = strikesText(t, trigger, i18n.language);
        return (
          <button key={trigger.id} type="button" className={css.trigger} onClick={() => selectTrigger(trigger.id)}>
            <Sign className={css.icon} aria-hidden size={18} stroke={1.5} />
            <span>
              {t(`inspector.trigger.kinds.${trigger.kind}`)}
              {words.length > 0 &&
                `: ${joined(words, i18n.language)
                  .map(({ text }) => text)
                  .join('')}`}
              {strikes !== '' && `: ${strikes}`}
            </span>
          </button>
        );
      })}
    </div>
  );
}
