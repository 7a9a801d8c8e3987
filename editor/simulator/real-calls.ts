import { asId, type FlowId, type HttpOutcome, type HttpRequest } from '../../runtime/contract/index.ts';
import { ApiProblem, call } from '../client/http.ts';

/** Makes a call as the card would, from the server. What the server itself refuses comes back as a call that failed. */
export async function callForReal(
  flowId: string,
  { method, url, headers, body, timeoutSeconds }: HttpRequest,
): Promise<HttpOutcome> {
  try {
    return await call('POST /flows/:flowId/calls', {
      params: { flowId: asId<FlowId>(flowId) },
      body: { method, url, headers, timeoutSeconds, ...(body !== undefined && { body }) },
    });
  } catch (error) {
    if (error instanceof ApiProblem) return { ok: false, code: 'http.refused', message: error.code };
    throw error;
  }
}
