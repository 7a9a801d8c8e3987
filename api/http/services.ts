import type { AboutService } from '../about/service.ts';
import type { ApiKeyService } from '../api-keys/service.ts';
import type { ChannelService } from '../channels/service.ts';
import type { ContactService } from '../contacts/service.ts';
import type { ConversationService } from '../conversations/service.ts';
import type { FileService } from '../files/service.ts';
import type { CallService } from '../flows/calls.ts';
import type { FlowOverview } from '../flows/overview.ts';
import type { FlowService } from '../flows/service.ts';
import type { FlowWaiting } from '../flows/waiting.ts';
import type { HookService } from '../hooks/service.ts';
import type { InputService } from '../inputs/service.ts';
import type { SetupService } from '../setup/service.ts';
import type { SignInService } from '../sign-in/service.ts';
import type { TestPhoneService } from '../test-phone/service.ts';
import type { TriggerService } from '../triggers/service.ts';
import type { WorkspaceService } from '../workspace/service.ts';

/** What handlers may call: a service per resource. */
export type Services = {
  about: AboutService;
  setup: SetupService;
  signIns: SignInService;
  apiKeys: ApiKeyService;
  workspace: WorkspaceService;
  flows: FlowService;
  flowOverview: FlowOverview;
  flowWaiting: FlowWaiting;
  calls: CallService;
  conversations: ConversationService;
  contacts: ContactService;
  inputs: InputService;
  channels: ChannelService;
  hooks: HookService;
  files: FileService;
  testPhone: TestPhoneService;
  triggers: TriggerService;
};
