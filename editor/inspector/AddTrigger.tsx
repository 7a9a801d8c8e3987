import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trigger } from '../../runtime/contract/index.ts';
import { addTrigger } from '../flow/commands.ts';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { newTrigger, triggerGroups } from './trigger-kinds.ts';
import { triggerIcons } from './TriggerIcon.tsx';

/** The kinds of trigger by what they listen to; a chosen one is added and shown. */
export function AddTrigger() {
  const { t } = useTranslation();
  const readOnly = useFlow((state) => state.readOnly);
  const add = (kind: Trigger['kind']) => {
    const { flow, dispatch } = useFlow.getState();
    if (!flow) return;
    const first = {
      word: t('triggers.first.word'),
      group: t('triggers.first.group'),
      field: t('triggers.first.field'),
      payload: t('triggers.first.payload'),
    };
    const { edits, triggerId } = addTrigger(flow, newTrigger(kind, first));
    dispatch(edits);
    useSelection.getState().selectTrigger(triggerId);
  };
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <Button
          size="xs"
          variant="subtle"
          color="info"
          disabled={readOnly}
          leftSection={<IconPlus size={16} stroke={1.5} />}
        >
          {t('inspector.trigger.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {triggerGroups.map(({ group, kinds }) => (
          <Fragment key={group}>
            <Menu.Label>{t(`triggers.groups.${group}`)}</Menu.Label>
            {kinds.map((kind) => {
              const Sign = triggerIcons[kind];
              return (
                <Menu.Item key={kind} leftSection={<Sign size={18} stroke={1.5} />} onClick={() => add(kind)}>
                  {t(`inspector.trigger.kinds.${kind}`)}
                </Menu.Item>
              );
            })}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
