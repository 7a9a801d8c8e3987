import type { TFunction } from 'i18next';
import type { FlowNode, Port } from '../../runtime/contract/index.ts';
import { durationText } from './duration.ts';

/** What a way out is called: the author's words, or the catalogue's, and for a timeout after how long. */
export function portLabel(t: TFunction, port: Port, config?: FlowNode['config'], language = 'es'): string {
  const label = port.literal ? port.label : t(port.label);
  if (label.trim() === '') return t('canvas.port.unnamed');
  const seconds = config?.timeoutSeconds;
  if (port.kind !== 'timeout' || typeof seconds !== 'number') return label;
  return t('canvas.port.after', { label, duration: durationText(seconds, language) });
}
