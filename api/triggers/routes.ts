import { ProblemError } from '../../runtime/contract/index.ts';
import { mayDo } from '../http/access.ts';
import { ok, route } from '../http/route.ts';
import { ExplainRequest, Explanation } from './service.ts';

export const triggerRoutes = [
  route({
    on: 'POST /triggers/explain',
    // Whoever asks about a person learns where their conversation stands.
    may: 'conversations.read',
    tag: 'Triggers',
    summary: 'Say who would answer somebody who writes this now, and why; nothing is sent and nothing is written',
    body: ExplainRequest,
    answers: { 200: Explanation },
    async handle({ workspaceId, body, principal }, { triggers }) {
      if (!mayDo(principal, 'flows.read')) throw new ProblemError('access.forbidden', { permission: 'flows.read' });
      return ok(await triggers.explain(workspaceId, body));
    },
  }),
];
