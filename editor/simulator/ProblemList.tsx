import { IconCircleCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Status } from '../ui/Status.tsx';
import { pathOf, problemsOf } from './path.ts';
import { StepLine } from './PathList.tsx';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';
import { useTeller } from './useTeller.ts';
import { reasonText } from './words.ts';

export const useProblems = () => {
  const turns = useSimulation((state) => state.state?.turns);
  return useMemo(() => problemsOf(pathOf(turns ?? [])), [turns]);
};

/** What went wrong on the way, with the reason and the card. */
export function ProblemList() {
  const { t } = useTranslation();
  const teller = useTeller();
  const problems = useProblems();
  if (!teller) return null;
  if (problems.length === 0)
    return (
      <p className={styles.nothing}>
        <Status tone="good" icon={IconCircleCheck}>
          {t('simulator.problems.none')}
        </Status>
      </p>
    );
  return (
    <ol className={styles.path}>
      {problems.map((step) => (
        <li key={step.key}>
          <StepLine step={step} teller={teller} reason={step.problem ? reasonText(t, step.problem) : ''} />
        </li>
      ))}
    </ol>
  );
}
