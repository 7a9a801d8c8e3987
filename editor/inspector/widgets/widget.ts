import type { ComponentType } from 'react';
import type { WidgetProps } from '../form.ts';

/** How a kind of field is drawn. */
export type WidgetEntry = {
  Widget: ComponentType<WidgetProps>;
  /** Beside its label instead of under it. */
  inline?: true;
  /** Several controls: the label names the group. */
  grouped?: true;
  /** It shows itself what is wrong with its parts. */
  showsParts?: true;
};
