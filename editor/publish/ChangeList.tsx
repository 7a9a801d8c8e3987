import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { cardNamed, type Change } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { cardTitle } from './card-title.ts';
import { changeWords } from './change-words.ts';
import styles from './ChangeList.module.css';

type Props = { changes: readonly Change[]; before: Flow; after: Flow };

/** What is different, card by card, in words. */
export function ChangeList({ changes, before, after }: Props) {
  const { t, i18n } = useTranslation();
  const title = (nodeId: string) => {
    const isCard = ({ id }: { id: string }) => id === nodeId;
    const node = after.nodes.find(isCard) ?? before.nodes.find(isCard);
    return node ? cardTitle(t, cardNamed(node, nodeTypes)) : nodeId;
  };
  return (
    <ul className={styles.groups}>
      {grouped(changes).map(({ node, changes: own }, index) => (
        <li key={index}>
          <h3>{node === undefined ? t('changes.flow') : title(node)}</h3>
          <ul>
            {own.map((change, at) => {
              const { line, texts } = changeWords(t, i18n.language, change);
              return (
                <li key={at}>
                  {line}
                  {texts && (
                    <dl className={styles.texts}>
                      {texts.before !== '' && (
                        <>
                          <dt>{t('changes.before')}</dt>
                          <dd>
                            <del>{texts.before}</del>
                          </dd>
                        </>
                      )}
                      <dt>{t('changes.now')}</dt>
                      <dd>{texts.after === '' ? t('changes.unset') : <ins>{texts.after}</ins>}</dd>
                    </dl>
                  )}
                </li>
              );
            })}
          </ul>
        </li>
      ))}
    </ul>
  );
}

/** Neighbours about the same card stand together. */
function grouped(changes: readonly Change[]): { node: string | undefined; changes: Change[] }[] {
  const groups: { node: string | undefined; changes: Change[] }[] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last && last.node === change.node) last.changes.push(change);
    else groups.push({ node: change.node, changes: [change] });
  }
  return groups;
}
