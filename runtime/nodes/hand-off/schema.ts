import { Type } from '@sinclair/typebox';
import { oneOf, Slug } from '../../contract/index.ts';
import { longestWaitSeconds, Template } from '../config-parts.ts';

export const HandOffConfig = Type.Object(
  {
    /** The queue of people; without it the one for everybody. */
    queue: Type.Optional(Slug),
    /** What they have to know before they answer. */
    note: Template(),
    important: Type.Optional(Type.Boolean()),
    /** Whether the flow goes on when they have finished, or ends here. */
    afterwards: oneOf('wait', 'end'),
    timeoutSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: longestWaitSeconds })),
  },
  { additionalProperties: false },
);
