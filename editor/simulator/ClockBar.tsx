import { IconClock, IconPlayerSkipForward } from '@tabler/icons-react';
import { Button, Popover, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instantIn, localTime } from './local-time.ts';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';
import { useTeller } from './useTeller.ts';
import { clockText } from './words.ts';

const steps = [
  ['ten-minutes', 600],
  ['hour', 3_600],
  ['day', 86_400],
] as const;

/** The clock of the run: where it stands, and ways to move it. */
export function ClockBar() {
  const { t } = useTranslation();
  const teller = useTeller();
  const now = useSimulation((state) => state.state?.now);
  const due = useSimulation((state) => state.state?.due);
  const { passTime, toNextDue } = useSimulation.getState();
  if (!teller || now === undefined) return null;
  const { language, timeZone } = teller;
  return (
    <fieldset className={styles.clock} aria-label={t('simulator.clock.label')}>
      <SetClock now={now} />
      {steps.map(([name, seconds]) => (
        <Button key={name} variant="default" size="compact-xs" onClick={() => passTime(seconds)}>
          {t(`simulator.clock.${name}`)}
        </Button>
      ))}
      <Tooltip
        label={
          due
            ? t(due.what === 'wait' ? 'simulator.clock.next-at' : 'simulator.clock.expiry-at', {
                at: clockText(due.at, language, timeZone),
              })
            : t('simulator.clock.no-next')
        }
      >
        <Button
          variant="default"
          size="compact-xs"
          aria-label={t('simulator.clock.next')}
          data-disabled={!due || undefined}
          aria-disabled={!due}
          onClick={() => due && toNextDue()}
        >
          <IconPlayerSkipForward size={16} stroke={1.5} aria-hidden />
        </Button>
      </Tooltip>
    </fieldset>
  );
}

function SetClock({ now }: { now: string }) {
  const { t } = useTranslation();
  const teller = useTeller();
  const setClock = useSimulation((state) => state.setClock);
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  if (!teller) return null;
  const { language, timeZone } = teller;
  const at = instantIn(typed, timeZone);
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom-start" shadow="md">
      <Popover.Target>
        <UnstyledButton
          className={styles.now}
          aria-label={t('simulator.clock.set-from', { now: clockText(now, language, timeZone) })}
          onClick={() => {
            setTyped(localTime(now, timeZone));
            setOpened(!opened);
          }}
        >
          <IconClock size={16} stroke={1.5} aria-hidden />
          {clockText(now, language, timeZone)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (at === undefined) return;
            setClock(at);
            setOpened(false);
          }}
        >
          <TextInput
            type="datetime-local"
            label={t('simulator.clock.set')}
            description={t('simulator.clock.set-help', { zone: timeZone })}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <Button type="submit" disabled={at === undefined}>
            {t('simulator.clock.go')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
