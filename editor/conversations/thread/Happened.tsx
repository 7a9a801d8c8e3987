import {
  IconBan,
  IconCheck,
  IconCircleCheck,
  IconHeadset,
  IconNote,
  IconRobot,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../../definitions/names.ts';
import type { LineOf } from '../queries.ts';
import { shortTime, type Clock } from '../times.ts';
import { changedSets, type SetChange } from './sets.ts';
import styles from './Thread.module.css';

type Sort = Exclude<LineOf['said']['kind'], 'consent'> | 'granted' | 'withdrawn';
const signs: { [sort in Sort]: Icon } = {
  noted: IconNote,
  closed: IconCircleCheck,
  'ticket-opened': IconHeadset,
  'ticket-closed': IconRobot,
  sets: IconUsersGroup,
  granted: IconCheck,
  withdrawn: IconBan,
};

/** Something that happened beside the messages, as a line among them. */
export const Happened = memo(function Happened({ line, clock }: { line: LineOf; clock: Clock }) {
  const { t } = useTranslation();
  const words = useWords();
  const Sign = signs[line.said.kind === 'consent' ? line.said.state : line.said.kind];
  return (
    <li className={styles.happened} data-kind={line.said.kind}>
      <Sign size={16} stroke={1.5} aria-hidden />
      <p>{words(line.said)}</p>
      <time dateTime={line.at}>{shortTime(line.at, clock, t('conversations.yesterdayShort'))}</time>
    </li>
  );
});

/** How each is said. */
function useWords(): (said: LineOf['said']) => string {
  const { t } = useTranslation();
  const queue = useNames('queues');
  const group = useNames('groups');
  const label = useNames('labels');
  const change = ({ set, joined, id }: SetChange) =>
    t(`conversations.happened.${set}.${joined ? 'joined' : 'left'}`, {
      name: set === 'groups' ? group(id) : label(id),
    });
  return (said) => {
    switch (said.kind) {
      case 'noted':
        return t('conversations.happened.noted', { text: said.text });
      case 'ticket-opened': {
        const opened =
          said.queue === undefined
            ? t('conversations.happened.handedOver')
            : t('conversations.happened.handedOverTo', { queue: queue(said.queue) });
        return said.note === '' ? opened : `${opened}\n${said.note}`;
      }
      case 'consent':
        return t(`conversations.happened.consent.${said.state}`);
      case 'sets':
        return changedSets(said).map(change).join('\n');
      default:
        return t(`conversations.happened.${said.kind}`);
    }
  };
}
