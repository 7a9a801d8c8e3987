import { demoNumber, startFakeGraph, type FakeBehaviour } from './index.ts';

/**
 * The fake as a process of its own. Environment: PORT (4010), HOST, WEBHOOK_URL, APP_SECRET, ACCESS_TOKEN, VERIFY_TOKEN,
 * PHONE_NUMBER_ID, WABA_ID, STATUSES (none, sent, delivered, read), SEED. Prints its address as a line of JSON.
 */
const { env } = process;
const statuses = (['none', 'sent', 'delivered', 'read'] as const).find((name) => name === env['STATUSES']);
const behaviour: Partial<FakeBehaviour> = statuses ? { statuses } : {};
const fake = await startFakeGraph({
  ...behaviour,
  host: env['HOST'] ?? '127.0.0.1',
  port: Number(env['PORT'] ?? 4010),
  seed: Number(env['SEED'] ?? 1),
  ...(env['WEBHOOK_URL'] !== undefined && { webhookUrl: env['WEBHOOK_URL'] }),
  numbers: [
    {
      phoneNumberId: env['PHONE_NUMBER_ID'] ?? demoNumber.phoneNumberId,
      wabaId: env['WABA_ID'] ?? demoNumber.wabaId,
      accessToken: env['ACCESS_TOKEN'] ?? demoNumber.accessToken,
      appSecret: env['APP_SECRET'] ?? demoNumber.appSecret,
      verifyToken: env['VERIFY_TOKEN'] ?? demoNumber.verifyToken,
    },
  ],
});
process.stdout.write(`${JSON.stringify({ url: fake.url })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void fake.close());
