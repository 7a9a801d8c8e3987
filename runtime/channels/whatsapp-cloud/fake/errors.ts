/** An error as Graph answers it. */
export type GraphError = { status: number; code: number; message: string; details?: string; subcode?: number };

export const graphErrors = {
  token: {
    status: 401,
    code: 190,
    message: 'Error validating access token: The session is invalid.',
    subcode: 467,
  },
  object: (id: string): GraphError => ({
    status: 400,
    code: 100,
    subcode: 33,
    message: `Unsupported request. Object with ID '${id}' does not exist or cannot be loaded`,
  }),
  parameter: (message: string): GraphError => ({ status: 400, code: 100, message: `(#100) ${message}` }),
  value: (details: string): GraphError => ({
    status: 400,
    code: 131009,
    message: '(#131009) Parameter value is not valid',
    details,
  }),
  notRegistered: { status: 400, code: 133010, message: '(#133010) Account not registered' },
  window: {
    status: 400,
    code: 131047,
    message: '(#131047) Re-engagement message',
    details: 'Message failed to send because more than 24 hours have passed since the customer last replied.',
  },
  pair: {
    status: 400,
    code: 131056,
    message: '(#131056) (Business Account, Consumer Account) pair rate limit hit',
    details: 'Too many messages sent to this person in a short time.',
  },
  throughput: {
    status: 429,
    code: 130429,
    message: '(#130429) Rate limit hit',
    details: 'Cloud API message throughput has been reached.',
  },
  somethingWentWrong: { status: 500, code: 131000, message: '(#131000) Something went wrong' },
  unknownPath: { status: 400, code: 2500, message: 'Unknown path components' },
} as const;

/** Magic recipients by the end of their number: what happens to a message that was accepted. */
export const magicFailures: { readonly [suffix: string]: GraphError } = {
  '131026': { status: 400, code: 131026, message: 'Message undeliverable', details: 'Message undeliverable.' },
  '131049': {
    status: 400,
    code: 131049,
    message: 'This message was not delivered to maintain healthy ecosystem engagement.',
    details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  },
  '131050': {
    status: 400,
    code: 131050,
    message: 'User stopped marketing',
    details: 'The person chose to stop marketing messages from this business.',
  },
};

/** With a 9 before it (`…9131026`) the failure is the answer itself; without, the message is accepted and fails later. */
export function magicOf(digits: string): { error: GraphError; atOnce: boolean } | undefined {
  const error = magicFailures[digits.slice(-6)];
  return error && { error, atOnce: digits.at(-7) === '9' };
}
