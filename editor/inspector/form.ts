import { createContext, useContext } from 'react';
import type { FormField } from '../../runtime/contract/index.ts';
import type { TemplateOptions } from '../../runtime/engine/index.ts';
import type { FieldIssue } from './issues.ts';
import type { Scope } from './scope.ts';
import type { Shape } from './shape.ts';

/** Names and indices from the edited thing (a card's config, a trigger, a flow) down to a value. */
export type Path = readonly (string | number)[];

/** What the fields of one form share. */
export type Form = {
  /** The card's id; null for what is no card. */
  node: string | null;
  /** All that is edited: paths count from here. */
  whole: unknown;
  scope: Scope;
  issues: readonly FieldIssue[];
  readOnly: boolean;
  /** Secrets may stand in its texts, and nothing catches a value that is missing. */
  texts?: TemplateOptions;
  /** Typing: what is written to one place within a second is one step of undo. `undefined` takes the value away. */
  write(path: Path, value: unknown): void;
  /** A decision: a step of undo of its own. */
  change(path: Path, value: unknown): void;
};

const Context = createContext<Form | null>(null);
export const FormProvider = Context.Provider;

/** The form a field stands in. Only within a `FormProvider`. */
export function useForm(): Form {
  const form = useContext(Context);
  if (!form) throw new Error('A field stands outside of a form.');
  return form;
}

/** What a widget is given: its field, where its value stands, and the value as it is, whatever it may be. */
export type WidgetProps = {
  field: FormField;
  path: Path;
  value: unknown;
  /** What the schema says of the value. */
  shape: Shape;
  /** The id that the field's label points to. */
  id: string;
  /** The id of the label itself, for what is no single control. */
  labelId: string;
};

/** A path as one string, for ids, undo groups and finding fields. */
export const pathKey = (path: Path): string => path.join('/');
