import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Pool } from 'undici';
import { startGraphStub, type Fault, type GraphStub } from '../../support/graph-stub.ts';

describe('the provider stub', () => {
  let stub: GraphStub;
  let pool: Pool;
  beforeEach(async () => {
    stub = await startGraphStub();
    pool = new Pool(stub.url, { connections: 1, connectTimeout: 1_000 });
  });
  afterEach(async () => {
    await pool.destroy();
    await stub.close();
  });

  const send = async (effectId: string): Promise<{ status: number; body: unknown } | string> => {
    try {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/v24.0/100000000000001/messages',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          messaging_product: 'whatsapp',
          to: '+573000000001',
          type: 'text',
          text: { body: 'pong #1 v1' },
          biz_opaque_callback_data: effectId,
        }),
      });
      return { status: statusCode, body: await body.json() };
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? String(error);
    }
  };
  const always = (fault: Fault): void => stub.setFaults({ random: () => 0, chances: { [fault]: 1 }, slowMs: 1 });

  test('takes a message, answers with its id and tells who listens', async () => {
    const heard: string[] = [];
    const stop = stub.onTaken((message) => heard.push(`${message.to}: ${message.text} (${message.effectId})`));
    expect(await send('e1')).toEqual({
      status: 200,
      body: {
        messaging_product: 'whatsapp',
        contacts: [{ input: '+573000000001', wa_id: '573000000001' }],
        messages: [{ id: 'wamid.573000000001.1' }],
      },
    });
    stop();
    await send('e2');
    expect(heard).toEqual(['573000000001: pong #1 v1 (e1)']);
    expect(stub.requests.map(({ effectId, outcome }) => [effectId, outcome])).toEqual([
      ['e1', 'taken'],
      ['e2', 'taken'],
    ]);
  });

  test.each([
    ['slow', 200, 'taken', true],
    ['throttled', 429, 'refused', null],
    ['unavailable', 500, 'refused', null],
    ['bare-error', 500, 'unknown', null],
    ['bare-error-taken', 500, 'taken-unconfirmed', false],
    ['reset-before', null, 'unknown', null],
    ['reset-after', null, 'taken-unconfirmed', false],
  ] as [Fault, number | null, string, boolean | null][])(
    'keeps the books of a fault: %s',
    async (fault, status, outcome, confirmed) => {
      always(fault);
      const answer = await send('e1');
      if (status === null) expect(['ECONNRESET', 'UND_ERR_SOCKET']).toContain(answer);
      else expect(answer).toMatchObject({ status });
      expect(stub.requests.map((request) => request.outcome)).toEqual([outcome]);
      expect(stub.taken.map((message) => message.confirmed)).toEqual(confirmed === null ? [] : [confirmed]);
      expect(stub.injected).toEqual({ [fault]: 1 });
    },
  );

  test('only refusals carry a code of Graph', async () => {
    always('throttled');
    expect(await send('e1')).toMatchObject({ body: { error: { code: 130429 } } });
    always('bare-error');
    expect(await send('e2')).toMatchObject({ body: { error: { message: 'Internal error' } } });
    expect(await send('e2')).not.toHaveProperty('body.error.code');
  });

  test('refuses new connections for a while without breaking one that stands', async () => {
    await send('e1');
    stub.refuse(200);
    expect(await send('e2')).toMatchObject({ status: 200 }); // the kept connection is answered, and closed
    expect(await send('e3')).toBe('ECONNREFUSED');
    for (;;) {
      const answer = await send('e4');
      if (answer === 'ECONNREFUSED') continue;
      expect(answer).toMatchObject({ status: 200 });
      break;
    }
    expect(stub.taken.map((message) => message.effectId)).toEqual(['e1', 'e2', 'e4']);
  });

  test('names whatever else it is asked for', async () => {
    const { statusCode, body } = await pool.request({ method: 'GET', path: '/v24.0/100000000000001' });
    await body.dump();
    expect(statusCode).toBe(400);
    expect(stub.strange).toEqual(['GET /v24.0/100000000000001']);
  });
});
