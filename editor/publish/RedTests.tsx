import { IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { cardName } from '../canvas/actions.ts';
import { ApiProblem } from '../client/http.ts';
import { goTo } from '../flow/going.ts';
import { useLayout } from '../flow/layout-state.ts';
import { differenceText } from '../tests/difference.ts';
import { useTestRuns } from '../tests/test-runs.ts';
import styles from './PublishDialog.module.css';
import type { TestResult } from './publishing.ts';

type Props = { flow: Flow; red: readonly TestResult[]; onJump: () => void };

/** Tests that forbid publishing; each leads to itself and to the card where it differs. */
export function RedTests({ flow, red, onJump }: Props) {
  const { t } = useTranslation();
  if (red.length === 0) return null;
  return (
    <section data-testid="red-tests">
      <h2>{t('publish.redTests', { count: red.length })}</h2>
      <ul className={styles.issues} data-severity="error">
        {red.map(({ id, name, firstDifference, unplayed }) => {
          const node = flow.nodes.find((one) => one.id === firstDifference?.node);
          const told = firstDifference && differenceText(t, flow, firstDifference);
          return (
            <li key={id}>
              <button
                type="button"
                onClick={() => {
                  onJump();
                  useTestRuns.setState({ opened: id });
                  useLayout.setState({ drawer: 'tests', phone: 'publish' });
                }}
              >
                <IconCircleX size={16} stroke={1.5} aria-hidden />
                <span>
                  <strong>{name}</strong> {unplayed && t(`tests.unplayed.${unplayed}`)}
                  {firstDifference &&
                    told &&
                    t('publish.redTest', {
                      step: firstDifference.turn + 1,
                      where: told.where,
                      expected: told.expected,
                      said: told.said,
                    })}
                </span>
              </button>
              {node && (
                <button
                  type="button"
                  className={styles.toCard}
                  onClick={() => {
                    onJump();
                    goTo({ kind: 'node', id: node.id, path: '' });
                  }}
                >
                  {t('tests.toCard', { card: cardName(flow, node.id) })}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The tests that the server named when it refused to publish. */
export function redTestsIn(error: unknown): TestResult[] {
  if (!(error instanceof ApiProblem) || error.code !== 'flow.tests-failed') return [];
  const { tests } = error.params;
  return Array.isArray(tests) ? (tests as unknown as TestResult[]) : [];
}
