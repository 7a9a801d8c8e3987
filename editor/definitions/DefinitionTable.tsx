import { ActionIcon } from '@mantine/core';
import { IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from '../ui/When.tsx';
import styles from './Definitions.module.css';
import type { Kind } from './kinds.ts';
import { writtenAs } from './naming.ts';
import { Written } from './Written.tsx';

export type Row = { id: string; name: string; updatedAt: string; detail?: ReactNode };

type Props<Of extends Row> = {
  kind: Kind;
  rows: readonly Of[];
  /** The heading over `detail`; without it there is no such column. */
  detail?: string;
  mayEdit: boolean;
  onEdit: (row: Of) => void;
  onRemove: (row: Of) => void;
};

/** Everything of one kind. */
export function DefinitionTable<Of extends Row>({ kind, rows, detail, mayEdit, onEdit, onRemove }: Props<Of>) {
  const { t } = useTranslation();
  const isSecret = kind === 'secrets';
  const icon = { size: 18, stroke: 1.5, 'aria-hidden': true };
  const Change = isSecret ? IconRefresh : IconPencil;
  const changes = isSecret ? 'definitions.replaceNamed' : 'definitions.editNamed';
  const isWritten = writtenAs(kind, 'x') !== undefined;
  return (
    <div className={styles.box}>
      <table className={styles.table} data-kind={kind}>
        <thead>
          <tr>
            <th>{t('definitions.name')}</th>
            {detail !== undefined && <th className={styles.detail}>{detail}</th>}
            <th>{t(isWritten ? 'definitions.written' : 'definitions.id')}</th>
            <th className={styles.wide}>{t('definitions.changed')}</th>
            {mayEdit && <th aria-label={t('definitions.actions')} />}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-definition={row.id}>
              <td className={styles.name}>{row.name}</td>
              {detail !== undefined && <td className={styles.detail}>{row.detail}</td>}
              <td>
                <Written text={writtenAs(kind, row.id) ?? row.id} />
              </td>
              <td className={styles.wide}>
                <When at={row.updatedAt} />
              </td>
              {mayEdit && (
                <td className={styles.actions}>
                  <ActionIcon
                    aria-label={t(changes, { name: row.name })}
                    title={t(isSecret ? 'definitions.replace' : 'definitions.edit')}
                    onClick={() => onEdit(row)}
                  >
                    <Change {...icon} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={t('definitions.removeNamed', { name: row.name })}
                    title={t('definitions.remove')}
                    onClick={() => onRemove(row)}
                  >
                    <IconTrash {...icon} />
                  </ActionIcon>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
