import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../client/me.ts';
import { problemText } from '../ui/problem-text.ts';
import { showTrouble, showUndo } from '../ui/undo.ts';
import { DefinitionDialog } from './DefinitionDialog.tsx';
import { DefinitionTable } from './DefinitionTable.tsx';
import { kinds, type DefinitionKind } from './kinds.ts';
import { Listed } from './Listed.tsx';
import { putDefinition, removeDefinition, useDefinitions, type Definition } from './queries.ts';
import { valueLine } from './values.ts';

/** Everything of a kind that may be read: made, renamed, taken away and brought back. */
export function DefinitionList({ kind }: { kind: DefinitionKind }) {
  const { t } = useTranslation();
  const mayEdit = useMay(kinds[kind].edit);
  const found = useDefinitions(kind);
  const [open, setOpen] = useState<'new' | Definition>();
  const all = found.data?.items ?? [];

  const remove = async (given: Definition) => {
    try {
      await removeDefinition(kind, given.id);
      showUndo({ message: t('definitions.removed', { name: given.name }), undo: () => putDefinition(kind, given) });
    } catch (error) {
      showTrouble(problemText(t, error));
    }
  };
  const detail = kind === 'fields' || kind === 'globals' ? t(`definitions.${kind}.detail`) : undefined;
  return (
    <Listed
      kind={kind}
      found={found}
      mayEdit={mayEdit}
      onNew={() => setOpen('new')}
      dialogs={
        open !== undefined && (
          <DefinitionDialog
            kind={kind}
            {...(open !== 'new' && { given: open })}
            taken={new Set(all.map(({ id }) => id))}
            onClose={() => setOpen(undefined)}
          />
        )
      }
    >
      {(rows) => (
        <DefinitionTable
          kind={kind}
          rows={rows.map((row) => ({
            ...row,
            ...(row.type && { detail: t(`definitions.type.${row.type}`) }),
            ...(row.value !== undefined && { detail: valueLine(row.value) }),
          }))}
          {...(detail !== undefined && { detail })}
          mayEdit={mayEdit}
          onEdit={setOpen}
          onRemove={(row) => void remove(row)}
        />
      )}
    </Listed>
  );
}
