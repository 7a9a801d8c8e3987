import { IconArchive, IconCheck, IconNote, IconPlayerPause, IconUpload, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Status, type Tone } from '../ui/Status.tsx';
import type { FlowRow } from './flow-row.ts';

const signs: { [status in FlowRow['status'] | 'archived']: { tone: Tone; icon: Icon } } = {
  published: { tone: 'good', icon: IconCheck },
  changed: { tone: 'quiet', icon: IconUpload },
  draft: { tone: 'quiet', icon: IconNote },
  paused: { tone: 'wait', icon: IconPlayerPause },
  archived: { tone: 'quiet', icon: IconArchive },
};

/** What a flow does now: answers, answers with an earlier draft, not yet, or not at the moment. */
export function FlowStatus({ status, archived = false }: { status: FlowRow['status']; archived?: boolean }) {
  const { t } = useTranslation();
  const shown = archived ? 'archived' : status;
  return <Status {...signs[shown]}>{t(`flows.status.${shown}`)}</Status>;
}
