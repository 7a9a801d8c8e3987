import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { errorPort, type Flow, type FlowNode, type FormField, type NodeType } from '../../runtime/contract/index.ts';
import { setConfig } from '../flow/commands.ts';
import { useFlow } from '../flow/store.ts';
import { Field } from './Field.tsx';
import { isShown, stepsTo, valueIn } from './form-paths.ts';
import { FormProvider, pathKey, type Form, type Path } from './form.ts';
import type { FieldIssue } from './issues.ts';
import type { Scope } from './scope.ts';
import { shapeAt } from './shape.ts';
import { widgets } from './widgets/index.ts';

type Props = { node: FlowNode; nodeType: NodeType; scope: Scope; issues: readonly FieldIssue[]; readOnly: boolean };

/** The form of a card, drawn from what its type says of its fields. */
export function NodeForm({ node, nodeType, scope, issues, readOnly }: Props) {
  const secrets = nodeType.texts.secrets === true;
  const fallbacks = useFlow(({ flow }) => isUncaught(flow, node, nodeType));
  const form = useMemo((): Form => {
    const put = (path: Path, value: unknown, group?: string) => {
      const { flow, dispatch } = useFlow.getState();
      if (flow) dispatch(setConfig(flow, node.id, [...path], value), group === undefined ? {} : { group });
    };
    return {
      node: node.id,
      whole: node.config,
      scope,
      issues,
      readOnly,
      texts: { secrets, fallbacks },
      write: (path, value) => put(path, value, `write ${node.id} ${pathKey(path)}`),
      change: (path, value) => put(path, value),
    };
  }, [node.id, node.config, scope, issues, readOnly, secrets, fallbacks]);
  return (
    <FormProvider value={form}>
      {nodeType.editor.form
        .filter((field) => isShown(field, node.config))
        .map((field) => (
          <FormRow key={field.key} field={field} node={node} nodeType={nodeType} />
        ))}
    </FormProvider>
  );
}

/** A value that is missing leads the card to its error port: nothing is connected there. */
const isUncaught = (flow: Flow | null, { id }: FlowNode, nodeType: NodeType): boolean =>
  nodeType.texts.templates.length > 0 &&
  flow?.edges.some(({ from }) => from.node === id && from.port === errorPort.id) === false;

function FormRow({ field, node, nodeType }: { field: FormField; node: FlowNode; nodeType: NodeType }) {
  const { t } = useTranslation();
  const id = useId();
  const { Widget, inline, grouped, showsParts } = widgets[field.widget];
  const path = stepsTo(field.key);
  return (
    <Field
      label={t(field.label ?? `nodes.${nodeType.type}.fields.${field.key}`)}
      labelId={`${id}-label`}
      path={path}
      {...(!grouped && { controlId: id })}
      {...(inline && { inline })}
      {...(showsParts && { showsParts })}
    >
      <Widget
        field={field}
        path={path}
        value={valueIn(node.config, path)}
        shape={shapeAt(nodeType.config, field.key)}
        id={id}
        labelId={`${id}-label`}
      />
    </Field>
  );
}
