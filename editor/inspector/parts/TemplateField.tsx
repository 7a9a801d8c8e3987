import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core';
import { IconBold, IconBraces, IconMoodSmile } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateHandle } from '../code/TemplateCode.tsx';
import { figure } from '../figures.ts';
import { useForm, type Path } from '../form.ts';
import { emoji, fixedLength } from './template.ts';
import { StaticTemplate } from './StaticTemplate.tsx';
import css from './TemplateField.module.css';
import { VariableMenu } from './VariableMenu.tsx';

const TemplateCode = lazy(() =>
  import('../code/TemplateCode.tsx').then((module) => ({ default: module.TemplateCode })),
);

type Props = {
  path: Path;
  value: unknown;
  labels: { 'aria-label': string } | { 'aria-labelledby': string };
  oneLine?: boolean;
  /** Read in the chat: bold and emoji are offered. */
  chat?: boolean;
  characters?: number;
  /** An empty text is taken away. */
  optional?: boolean;
  placeholder?: string;
};

/** A text with `{{ }}`: variables as chips, a menu of what can stand there, the provider's limit counted. */
export function TemplateField({
  path,
  value,
  labels,
  oneLine = false,
  chat = false,
  characters,
  optional = false,
  placeholder = '',
}: Props) {
  const { scope, texts, readOnly, write } = useForm();
  const { t } = useTranslation();
  const editor = useRef<TemplateHandle>(null);
  const text = typeof value === 'string' ? value : '';
  const onWrite = (next: string) => write(path, optional && next === '' ? undefined : next);
  const insert = (words: string, back = 0) =>
    editor.current ? editor.current.insert(words, back) : onWrite(text + words);
  // A function is called with what is typed next: the caret waits between its brackets.
  const insertFrom = (expression: string) => insert(`{{ ${expression} }}`, expression.endsWith('()') ? 4 : 0);
  const { length, computed } = fixedLength(text);
  const over = characters !== undefined && length > characters;
  const count = characters !== undefined && (
    <span
      className={css.count}
      data-over={over || undefined}
      title={computed ? t('inspector.template.computed') : undefined}
    >
      {t('inspector.template.count', { length: figure(length), most: figure(characters) })}
    </span>
  );
  const code = (
    <Suspense
      fallback={
        <StaticTemplate
          {...{ text, placeholder }}
          className={`${css.text} ${oneLine ? css.oneLine : css.lines} ${css.static}`}
        />
      }
    >
      <div className={css.text}>
        <TemplateCode
          ref={editor}
          value={text}
          {...{ onWrite, scope, texts, labels, oneLine, readOnly, placeholder }}
        />
      </div>
    </Suspense>
  );
  if (oneLine)
    return (
      <div className={css.frame} data-inline data-over={over || undefined} data-path={path.join('/')}>
        {code}
        <div className={css.inlineTools}>
          {count}
          <VariableMenu scope={scope} onPick={insertFrom}>
            {(open) => (
              <Tooltip label={t('inspector.template.variable')}>
                <ActionIcon size="sm" onClick={open} disabled={readOnly} aria-label={t('inspector.template.variable')}>
                  <IconBraces size={16} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
            )}
          </VariableMenu>
        </div>
      </div>
    );
  return (
    <div className={css.frame} data-over={over || undefined} data-path={path.join('/')}>
      {code}
      <div className={css.tools}>
        <VariableMenu scope={scope} onPick={insertFrom}>
          {(open) => (
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              onClick={open}
              disabled={readOnly}
              leftSection={<IconBraces size={16} stroke={1.5} />}
            >
              {t('inspector.template.variable')}
            </Button>
          )}
        </VariableMenu>
        {chat && (
          <>
            <Tooltip label={t('inspector.template.bold')}>
              <ActionIcon
                size="sm"
                disabled={readOnly}
                aria-label={t('inspector.template.bold')}
                onClick={() => editor.current?.wrap('*')}
              >
                <IconBold size={16} stroke={1.5} />
              </ActionIcon>
            </Tooltip>
            <EmojiMenu onPick={(sign) => insert(sign)} disabled={readOnly} />
          </>
        )}
        <span className={css.gap} />
        {count}
      </div>
    </div>
  );
}

function EmojiMenu({ onPick, disabled }: { onPick(sign: string): void; disabled: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} trapFocus withinPortal position="bottom-start">
      <Popover.Target>
        <Tooltip label={t('inspector.template.emoji')} disabled={open}>
          <ActionIcon
            size="sm"
            disabled={disabled}
            aria-label={t('inspector.template.emoji')}
            onClick={() => setOpen(!open)}
          >
            <IconMoodSmile size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p="xs" className={css.emoji}>
        {emoji.map((sign) => (
          <button
            key={sign}
            type="button"
            onClick={() => {
              setOpen(false);
              onPick(sign);
            }}
          >
            {sign}
          </button>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
