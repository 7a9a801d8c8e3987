import { IconFileUpload } from '@tabler/icons-react';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './FlowsPage.module.css';

type Props = { disabled: boolean; onFiles: (files: File[]) => void; children: ReactNode };

/** A place onto which files can be dropped; it says so while one is held over it. */
export function DropZone({ disabled, onFiles, children }: Props) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  // Every part below tells of its own entering and leaving.
  const depth = useRef(0);
  const holdsFiles = (event: DragEvent) => !disabled && event.dataTransfer.types.includes('Files');
  const move = (event: DragEvent, step: number) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth.current += step;
    setOver(depth.current > 0);
  };
  return (
    <div
      className={styles.drop}
      onDragEnter={(event) => move(event, 1)}
      onDragLeave={(event) => move(event, -1)}
      onDragOver={(event) => move(event, 0)}
      onDrop={(event) => {
        move(event, -depth.current);
        if (holdsFiles(event)) onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && (
        <div className={styles.over} aria-hidden>
          <IconFileUpload size={32} stroke={1.5} />
          {t('flows.import.drop')}
        </div>
      )}
    </div>
  );
}
