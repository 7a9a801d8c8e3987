import { IconMapPinFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FormattedText } from '../FormattedText.tsx';
import type { ContentOf } from '../view.ts';
import styles from '../MessageBubble.module.css';

type Props = { content: ContentOf<'location'>; placeholders: boolean; compact: boolean };

/** A place: a tile that looks like a map (nothing is loaded from a map's server), its name, and the way to a real one. */
export function Place({ content: { latitude, longitude, name, address }, placeholders, compact }: Props) {
  const { t, i18n } = useTranslation();
  const digits = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 5 });
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  return (
    <div className={styles.place}>
      <Tile turn={Math.round((latitude * 31 + longitude * 17) * 100) % 4} />
      <div className={styles.words}>
        <div className={styles.fileName}>
          {name ? <FormattedText text={name} placeholders={placeholders} linksAsWords /> : t('message.place')}
        </div>
        {address && (
          <div className={styles.second}>
            <FormattedText text={address} placeholders={placeholders} linksAsWords />
          </div>
        )}
        {compact ? (
          <div className={styles.second}>{`${digits.format(latitude)}; ${digits.format(longitude)}`}</div>
        ) : (
          <a className={styles.link} href={map} target="_blank" rel="noopener noreferrer">
            {t('message.seeMap')}
          </a>
        )}
      </div>
    </div>
  );
}

/** Streets and a pin. Different places are turned differently, so that two tiles in a row are not one. */
function Tile({ turn }: { turn: number }) {
  return (
    <span className={styles.tile}>
      <svg viewBox="0 0 240 96" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        <g transform={`rotate(${turn * 90} 120 48)${turn < 0 ? ' translate(240 0) scale(-1 1)' : ''}`}>
          <path
            className={styles.park}
            d="M-60-90h110v74h-110zM150 70h70v100h-70zM36 60c10-14 44-14 52 0s-4 30-22 30-40-16-30-30z"
          />
          <path className={styles.street} d="M-80 38h400M-80 92h400M-80-24h400M20-120v340M132-120v340M212-120v340" />
          <path className={styles.avenue} d="M-80 130 320-62" />
        </g>
      </svg>
      <IconMapPinFilled aria-hidden className={styles.pin} />
    </span>
  );
}
