import { IconCheck, IconChevronDown, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../runtime/contract/index.ts';
import { useForm } from '../form.ts';
import { responsePath } from '../widgets/response-values.ts';
import css from './JsonTree.module.css';

type Props = {
  name: string;
  value: Json;
  steps: readonly (string | number)[];
  kept: readonly string[];
  onKeep(steps: readonly (string | number)[]): void;
  open?: boolean;
};

/** Entries are drawn in lots: an answer may have thousands. */
const lot = 50;

/** A value of an answer; what it holds folds. A click on it keeps it in a variable. */
export function JsonTree({ name, value, steps, kept, onKeep, open = false }: Props) {
  const { t } = useTranslation();
  const { readOnly } = useForm();
  const [unfolded, setUnfolded] = useState(open);
  const [shown, setShown] = useState(lot);
  const entries = entriesOf(value);
  const path = responsePath(steps);
  const isKept = path !== undefined && kept.includes(path);
  const words = entries
    ? t(Array.isArray(value) ? 'inspector.call.list' : 'inspector.call.object', { size: entries.length })
    : JSON.stringify(value);
  return (
    <div className={css.value}>
      <div className={css.line}>
        {entries && entries.length > 0 ? (
          <button
            type="button"
            className={css.fold}
            aria-expanded={unfolded}
            aria-label={t('inspector.call.fold', { name })}
            onClick={() => setUnfolded(!unfolded)}
          >
            {unfolded ? <IconChevronDown size={16} stroke={1.5} /> : <IconChevronRight size={16} stroke={1.5} />}
          </button>
        ) : (
          <span className={css.fold} />
        )}
        <button
          type="button"
          className={css.keep}
          disabled={readOnly || path === undefined || isKept}
          title={path === undefined ? t('inspector.call.unreachable') : path}
          onClick={() => onKeep(steps)}
        >
          <span className={css.name}>{name}</span>
          <span className={css.words}>{words}</span>
          {isKept ? (
            <IconCheck className={css.done} size={16} stroke={1.5} aria-label={t('inspector.call.kept')} />
          ) : (
            path !== undefined && <IconPlus className={css.plus} size={16} stroke={1.5} aria-hidden />
          )}
        </button>
      </div>
      {unfolded && entries && (
        <div className={css.inner}>
          {entries.slice(0, shown).map(([step, inner]) => (
            <JsonTree
              key={step}
              name={String(step)}
              value={inner}
              steps={[...steps, step]}
              kept={kept}
              onKeep={onKeep}
            />
          ))}
          {entries.length > shown && (
            <button type="button" className={css.more} onClick={() => setShown(shown + lot)}>
              {t('inspector.call.more', { rest: entries.length - shown })}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function entriesOf(value: Json): [string | number, Json][] | null {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : null;
}
