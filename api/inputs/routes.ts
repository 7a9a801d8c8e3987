import { Type } from '@sinclair/typebox';
import type { InputId } from '../../runtime/contract/index.ts';
import { OpaqueId } from '../http/ids.ts';
import { ok, route } from '../http/route.ts';
import { InputRow } from './service.ts';

export const inputRoutes = [
  route({
    on: 'GET /inputs/:inputId',
    may: 'inputs.read',
    tag: 'Inputs',
    summary: 'What became of an input',
    params: Type.Object({ inputId: OpaqueId<InputId>('Id of the input') }),
    answers: { 200: InputRow },
    async handle({ workspaceId, params }, { inputs }) {
      return ok(await inputs.read(workspaceId, params.inputId));
    },
  }),
];
