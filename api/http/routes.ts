import { aboutRoutes } from '../about/routes.ts';
import { analyticsRoutes } from '../analytics/routes.ts';
import { apiKeyRoutes } from '../api-keys/routes.ts';
import { channelRoutes } from '../channels/routes.ts';
import { contactRoutes } from '../contacts/routes.ts';
import { conversationRoutes } from '../conversations/routes.ts';
import { definitionRoutes } from '../definitions/routes.ts';
import { fileRoutes } from '../files/routes.ts';
import { flowAlertRoutes } from '../flow-alerts/routes.ts';
import { flowRoutes } from '../flows/routes.ts';
import { hookRoutes } from '../hooks/routes.ts';
import { inputRoutes } from '../inputs/routes.ts';
import { setupRoutes } from '../setup/routes.ts';
import { signInRoutes } from '../sign-in/routes.ts';
import { testPhoneRoutes } from '../test-phone/routes.ts';
import { triggerRoutes } from '../triggers/routes.ts';
import { workspaceRoutes } from '../workspace/routes.ts';
import type { Route } from './route.ts';

/** Every route but the plain pages. A further resource is a folder and a line here. */
const all = [
  ...aboutRoutes,
  ...setupRoutes,
  ...signInRoutes,
  ...apiKeyRoutes,
  ...workspaceRoutes,
  ...flowRoutes,
  ...analyticsRoutes,
  ...flowAlertRoutes,
  ...definitionRoutes,
  ...conversationRoutes,
  ...contactRoutes,
  ...inputRoutes,
  ...channelRoutes,
  ...fileRoutes,
  ...hookRoutes,
  ...triggerRoutes,
  ...testPhoneRoutes,
];

export const routes: readonly Route[] = all;

/** The same as types: what each takes and answers. */
export type ApiRoute = NonNullable<(typeof all)[number]['typed']>;
