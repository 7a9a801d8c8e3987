import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeTypeList } from '../../runtime/nodes/index.ts';
import { paletteItems, type PaletteItem } from './palette-items.ts';

/** Every card there is, in the reader's language. */
export function usePalette(): readonly PaletteItem[] {
  const { t } = useTranslation();
  return useMemo(() => paletteItems(nodeTypeList, (key) => t(key)), [t]);
}
