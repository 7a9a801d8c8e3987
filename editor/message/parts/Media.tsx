import {
  IconFileText,
  IconMicrophone,
  IconMusic,
  IconPhoto,
  IconSticker,
  IconVideo,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MediaKind } from '../../../runtime/contract/index.ts';
import { FormattedText } from '../FormattedText.tsx';
import { fileNameIn, webAddress } from '../formatting.ts';
import type { ContentOf } from '../view.ts';
import styles from '../MessageBubble.module.css';

export const mediaIcons: { [kind in MediaKind]: Icon } = {
  image: IconPhoto,
  video: IconVideo,
  audio: IconMusic,
  voice: IconMicrophone,
  document: IconFileText,
  sticker: IconSticker,
};

type Props = { content: ContentOf<'media'>; placeholders: boolean; compact: boolean };

/** A file in a message: shown in place when it is ours, named with its address when it lies elsewhere. */
export function Media({ content, placeholders, compact }: Props) {
  const { t } = useTranslation();
  const { media, caption, filename, fileId } = content;
  const address = 'link' in content ? content.link : 'url' in content ? content.url : undefined;
  const ours = fileId !== undefined ? `/api/v1/files/${encodeURIComponent(fileId)}` : localAddress(address);
  const name = filename ?? (address && !ours ? fileNameIn(address) : undefined);
  const kind = t(`media.${media}`);
  const player = ours !== undefined && !compact ? shownInPlace(media, ours, caption || name || kind) : undefined;
  return (
    <>
      {player ?? (
        <FileRow
          media={media}
          kind={kind}
          {...(name !== undefined && { name })}
          note={'providerMediaId' in content && !ours ? t(fileNote(content)) : ''}
          href={compact ? undefined : (ours ?? webAddress(address))}
          expression={placeholders && address?.includes('{{') ? address : undefined}
        />
      )}
      {caption && (
        <div className={styles.words}>
          <FormattedText text={caption} placeholders={placeholders} linksAsWords={compact} />
        </div>
      )}
    </>
  );
}

/** An address that holds the file itself. Others may not be loaded into the page. */
const localAddress = (address: string | undefined): string | undefined =>
  address?.startsWith('data:image/') || address?.startsWith('blob:') ? address : undefined;

const fileNote = ({ problem, providerMediaId }: { problem?: string; providerMediaId: string }): string =>
  problem !== undefined
    ? 'message.media.gone'
    : providerMediaId.startsWith('sample')
      ? 'message.media.sample'
      : 'message.media.fetching';

function shownInPlace(media: MediaKind, address: string, words: string) {
  if (media === 'image') return <img className={styles.picture} src={address} alt={words} loading="lazy" />;
  if (media === 'sticker') return <img className={styles.sticker} src={address} alt={words} loading="lazy" />;
  if (media === 'video')
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody captions what people send each other
    return <video className={styles.picture} src={address} controls preload="metadata" aria-label={words} />;
  if (media === 'audio' || media === 'voice')
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody captions what people send each other
    return <audio className={styles.player} src={address} controls preload="none" aria-label={words} />;
  return undefined;
}

type FileRowProps = {
  media: MediaKind;
  kind: string;
  name?: string;
  note: string;
  href: string | undefined;
  expression?: string | undefined;
};

function FileRow({ media, kind, name, note, href, expression }: FileRowProps) {
  const { t } = useTranslation();
  const FileIcon = mediaIcons[media];
  return (
    <div className={styles.file}>
      <FileIcon aria-hidden className={styles.fileIcon} />
      <span className={styles.fileWords}>
        <span className={styles.fileName}>{name ?? kind}</span>
        {name !== undefined && <span className={styles.second}>{kind}</span>}
        {note !== '' && <span className={styles.second}>{note}</span>}
        {expression !== undefined && (
          <span className={styles.second}>
            <FormattedText text={expression} placeholders linksAsWords />
          </span>
        )}
        {media === 'voice' && <Waves />}
      </span>
      {href !== undefined && (
        <a className={styles.link} href={href} target="_blank" rel="noopener noreferrer nofollow">
          {t('message.media.open')}
        </a>
      )}
    </div>
  );
}

function Waves() {
  return (
    <svg className={styles.waves} viewBox="0 0 132 24" aria-hidden="true">
      <path d="M2 10v4M8 7v10M14 9v6M20 4v16M26 8v8M32 6v12M38 10v4M44 8v8M50 3v18M56 6v12M62 9v6M68 7v10M74 10v4M80 5v14M86 8v8M92 10v4M98 6v12M104 9v6M110 4v16M116 8v8M122 10v4M128 9v6" />
    </svg>
  );
}
