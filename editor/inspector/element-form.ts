import type { Edit } from '../../runtime/contract/index.ts';
import { setPlace } from '../flow/edit-parts.ts';
import { useFlow } from '../flow/store.ts';
import { pathKey, type Form } from './form.ts';

/** The writing half of a form over a trigger or the flow itself. */
export function elementForm(kind: 'trigger' | 'flow', id: string): Pick<Form, 'node' | 'write' | 'change'> {
  const put = (path: Edit['path'], value: unknown, group?: string) => {
    const { flow, dispatch } = useFlow.getState();
    if (flow) dispatch(setPlace(flow, kind, id, path, value), group === undefined ? {} : { group });
  };
  return {
    node: null,
    write: (path, value) => put([...path], value, `write ${kind} ${id} ${pathKey(path)}`),
    change: (path, value) => put([...path], value),
  };
}
