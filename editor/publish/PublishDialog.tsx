import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { useFlow } from '../flow/store.ts';
import { PublishForm } from './PublishForm.tsx';
import { Published, type Publication } from './Published.tsx';

type Props = {
  opened: boolean;
  /** Goes back to this version instead of publishing the draft. */
  back?: number | null;
  onClose: () => void;
};

/**
 * Publishes the open flow: what changes for people, in words, what forbids it, and who is in it now. Then what to try, and the way
 * back.
 */
export function PublishDialog({ opened, back = null, onClose }: Props) {
  const { t } = useTranslation();
  const flowId = useFlow((state) => state.flowId);
  const name = useFlow((state) => state.flow?.name ?? '');
  const [published, setPublished] = useState<Publication | null>(null);
  const close = () => {
    onClose();
    setPublished(null);
  };
  return (
    <Modal
      opened={opened && flowId !== null}
      onClose={close}
      title={t(published ? 'publish.doneTitle' : back === null ? 'publish.title' : 'publish.backTitle', {
        name,
        version: published?.made.version ?? back ?? 0,
      })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {published ? (
        <Published publication={published} onClose={close} />
      ) : (
        flowId !== null && (
          <PublishForm
            flowId={flowId}
            back={back}
            onPublished={(made, version: number | null, draft: Flow) =>
              setPublished({ made, before: { version, draft } })
            }
            onClose={close}
          />
        )
      )}
    </Modal>
  );
}
