import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { printed } from './key-reader.ts';

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);

/** Keys as they are printed on the keyboard in front of the user. */
export function Keys({ keys }: { keys: string }) {
  const { t } = useTranslation();
  return printed(keys, isMac).map((chord, index) => (
    <Fragment key={index}>
      {index > 0 && ' '}
      {chord.map((part, place) => (
        <Fragment key={place}>
          {place > 0 && ' '}
          <kbd>{part === 'Del' ? t('canvas.menu.deleteKey') : part}</kbd>
        </Fragment>
      ))}
    </Fragment>
  ));
}
