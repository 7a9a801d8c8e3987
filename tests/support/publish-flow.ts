import { request } from 'undici';
import type { Flow } from '../../runtime/contract/index.ts';
import type { Cauce } from './cauce.ts';
import { demoApiKey } from './webhooks.ts';

/** Makes a flow in the demo workspace and publishes it, as an integrator would. Rejects with the problem when it is refused. */
export async function publishFlow(cauce: Cauce, flow: Flow): Promise<void> {
  const call = async (method: 'PUT' | 'POST', path: string, body: unknown, headers = {}): Promise<unknown> => {
    const response = await request(`${cauce.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${demoApiKey}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (response.statusCode === 201) return response.body.json();
    throw new Error(`${method} ${path} answered ${response.statusCode}: ${await response.body.text()}`);
  };
  const draft = await call('PUT', `/flows/${flow.id}`, flow, { 'if-none-match': '*' });
  const { revision } = draft as { revision: number };
  await call('POST', `/flows/${flow.id}/versions`, { revision });
}
