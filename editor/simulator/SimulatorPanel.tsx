import { IconDeviceMobile, IconRefresh, IconX } from '@tabler/icons-react';
import { ActionIcon, Tabs, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../app/keys.ts';
import { call } from '../client/http.ts';
import { PhoneComposer } from '../message/PhoneComposer.tsx';
import { PhoneFrame } from '../message/PhoneFrame.tsx';
import { SaveTest } from '../tests/SaveTest.tsx';
import { AskedCard } from './AskedCard.tsx';
import { CallCard } from './CallCard.tsx';
import { callingCards, CallsList } from './CallsList.tsx';
import { ClockBar } from './ClockBar.tsx';
import { FirstWords } from './FirstWords.tsx';
import { MissingFlows } from './MissingFlows.tsx';
import { PathList } from './PathList.tsx';
import { PersonaMenu } from './PersonaMenu.tsx';
import { ProblemList, useProblems } from './ProblemList.tsx';
import { SendMenu } from './SendMenu.tsx';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';
import { StaleNotice } from './StaleNotice.tsx';
import { Thread } from './Thread.tsx';
import { watched } from './watch.ts';
import { WatchList } from './WatchList.tsx';

/** The open draft as a chat in the page: a phone, a clock, who writes, and what happens behind it. Shown while `useSimulation` is open. */
export function SimulatorPanel() {
  return useSimulation((state) => state.open) ? <OpenPanel /> : null;
}

function OpenPanel() {
  const { t } = useTranslation();
  const { restart, stop, say } = useSimulation.getState();
  const personName = useSimulation((state) => state.personName);
  const businessName = useSimulation((state) => state.world.businessName);
  const flowName = useSimulation((state) => state.flow?.name);
  const length = useSimulation(
    (state) => (state.state?.thread.length ?? 0) + (state.state?.call && !state.busy ? 1 : 0),
  );
  useWorld();
  useKeys([{ keys: 'r', label: 'simulator.restart', run: restart }]);
  return (
    <aside className={styles.panel} aria-label={t('simulator.title')}>
      <header className={styles.head}>
        <IconDeviceMobile className={styles.brand} aria-hidden />
        <h2>{t('simulator.title')}</h2>
        <PersonaMenu />
        <SaveTest />
        <Tooltip label={t('simulator.restart-key')}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('simulator.restart')} onClick={restart}>
            <IconRefresh aria-hidden />
          </ActionIcon>
        </Tooltip>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('common.close')} onClick={stop}>
          <IconX aria-hidden />
        </ActionIcon>
      </header>
      <ClockBar />
      <StaleNotice />
      <MissingFlows />
      <div className={styles.phone}>
        <PhoneFrame
          name={businessName || (flowName ?? '')}
          subtitle={t('simulator.nothing-sent', { name: personName })}
          threadLabel={t('simulator.thread', { name: personName })}
          length={length}
          composer={
            <PhoneComposer
              label={t('simulator.write', { name: personName })}
              onSend={(body) => say({ kind: 'text', body })}
              also={<SendMenu />}
            />
          }
        >
          {length === 0 ? <FirstWords /> : <Thread />}
          <CallCard />
          <AskedCard />
        </PhoneFrame>
      </div>
      <Details />
    </aside>
  );
}

function Details() {
  const { t } = useTranslation();
  const state = useSimulation((simulation) => simulation.state);
  const flow = useSimulation((simulation) => simulation.flow);
  const problems = useProblems().length;
  const values = useMemo(() => {
    const groups = state && watched(state, null);
    return groups ? groups.variables.length + groups.results.length : 0;
  }, [state]);
  const calls = callingCards(flow).length;
  return (
    <Tabs defaultValue="path" classNames={{ root: styles.details, list: styles.tabs, panel: styles.tabPanel }}>
      <Tabs.List aria-label={t('simulator.details')}>
        <Tabs.Tab value="path">{t('simulator.tabs.path')}</Tabs.Tab>
        <Tabs.Tab value="watch">{t('simulator.tabs.watch', { count: values })}</Tabs.Tab>
        <Tabs.Tab value="problems" data-bad={problems > 0 || undefined}>
          {t('simulator.tabs.problems', { count: problems })}
        </Tabs.Tab>
        {calls > 0 && <Tabs.Tab value="calls">{t('simulator.tabs.calls', { count: calls })}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="path" tabIndex={0}>
        <PathList />
      </Tabs.Panel>
      <Tabs.Panel value="watch" tabIndex={0}>
        <WatchList />
      </Tabs.Panel>
      <Tabs.Panel value="problems" tabIndex={0}>
        <ProblemList />
      </Tabs.Panel>
      <Tabs.Panel value="calls">
        <CallsList />
      </Tabs.Panel>
    </Tabs>
  );
}

/** The business's name, its zone and its words of the way out, once they are known. */
function useWorld(): void {
  const { data } = useQuery({ queryKey: ['workspace'], queryFn: () => call('GET /workspace', {}) });
  useEffect(() => {
    if (!data) return;
    const { businessName, timeZone, exitWords } = data;
    useSimulation.getState().setWorld({ businessName, timeZone, exitWords });
  }, [data]);
}
