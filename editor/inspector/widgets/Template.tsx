import { Button } from '@mantine/core';
import { IconPencil, IconReplace } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendTemplate } from '../../../runtime/nodes/send-template/index.ts';
import type { SendTemplateConfig } from '../../../runtime/nodes/send-template/schema.ts';
import { MessageBubble } from '../../message/MessageBubble.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { HandForm } from '../template/HandForm.tsx';
import { blankTemplate, configOf, snapshotOf, withTemplate, withTyped } from '../template/picking.ts';
import { StandingNotice } from '../template/StandingNotice.tsx';
import css from '../template/Template.module.css';
import { TemplatePicker } from '../template/TemplatePicker.tsx';
import { useTemplates } from '../template/use-templates.ts';

/** A provider's template, picked from the channel or typed by hand, and how it looks with what fills it. */
export function Template(_props: WidgetProps) {
  const { whole, readOnly, change, write } = useForm();
  const { t, i18n } = useTranslation();
  const { accounts, loading, failed } = useTemplates();
  const [mode, setMode] = useState<'shown' | 'picking' | 'typing'>('shown');
  const config = configOf(whole);
  const { template } = config;
  const preview = template && sendTemplate.editor.preview(config);
  const put = (next: SendTemplateConfig) => change([], next);
  return (
    <div className={css.box}>
      {template && mode !== 'picking' && (
        <div className={css.chosen}>
          <div className={css.who}>
            <div className={css.name}>{template.name || t('nodes.send-template.unnamed')}</div>
            <div className={css.second}>
              {template.language} · {t(`inspector.sentTemplate.categories.${template.category}`)}
            </div>
          </div>
        </div>
      )}
      {template && (
        <StandingNotice template={template} accounts={accounts} onUpdate={(now) => put(withTemplate(config, now))} />
      )}
      {(!template || mode === 'picking') && (
        <TemplatePicker
          {...{ accounts, loading, failed }}
          onPick={(picked) => {
            put(withTemplate(config, snapshotOf(picked)));
            setMode('shown');
          }}
        />
      )}
      {!readOnly && (
        <div className={css.actions}>
          {template && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconReplace size={16} stroke={1.5} />}
              onClick={() => setMode(mode === 'picking' ? 'shown' : 'picking')}
            >
              {t(mode === 'picking' ? 'common.cancel' : 'inspector.sentTemplate.change')}
            </Button>
          )}
          {mode !== 'picking' && (
            <Button
              size="xs"
              variant={template ? 'default' : 'subtle'}
              color="info"
              aria-expanded={mode === 'typing'}
              leftSection={<IconPencil size={16} stroke={1.5} />}
              onClick={() => {
                if (!template) put(withTemplate(config, blankTemplate(i18n.language)));
                setMode(mode === 'typing' ? 'shown' : 'typing');
              }}
            >
              {t(mode === 'typing' ? 'inspector.sentTemplate.typed' : 'inspector.sentTemplate.type')}
            </Button>
          )}
        </div>
      )}
      {template && mode === 'typing' && (
        <HandForm template={template} onWrite={(next) => write([], withTyped(config, next))} />
      )}
      {preview && (
        <fieldset className={css.group}>
          <legend className={css.label}>{t('inspector.sentTemplate.preview')}</legend>
          <div className={css.preview}>
            <MessageBubble content={preview} side="business" placeholders />
          </div>
        </fieldset>
      )}
    </div>
  );
}
