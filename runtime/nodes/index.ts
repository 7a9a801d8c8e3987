import type { NodeType, NodeTypes } from '../contract/index.ts';
import { aiReply } from './ai-reply/index.ts';
import { askButtons } from './ask-buttons/index.ts';
import { askForm } from './ask-form/index.ts';
import { askList } from './ask-list/index.ts';
import { askLocation } from './ask-location/index.ts';
import { ask } from './ask/index.ts';
import { callWebhook } from './call-webhook/index.ts';
import { changeGroups } from './change-groups/index.ts';
import { changeLabels } from './change-labels/index.ts';
import { closeConversation } from './close-conversation/index.ts';
import { decideAi } from './decide-ai/index.ts';
import { decideExpression } from './decide-expression/index.ts';
import { decideField } from './decide-field/index.ts';
import { decideGroup } from './decide-group/index.ts';
import { decideHours } from './decide-hours/index.ts';
import { decideRandom } from './decide-random/index.ts';
import { decideRules } from './decide-rules/index.ts';
import { end } from './end/index.ts';
import { handOff } from './hand-off/index.ts';
import { jump } from './jump/index.ts';
import { note } from './note/index.ts';
import { notifyPerson } from './notify-person/index.ts';
import { recordConsent } from './record-consent/index.ts';
import { runSubflow } from './run-subflow/index.ts';
import { saveResult } from './save-result/index.ts';
import { sendCarousel } from './send-carousel/index.ts';
import { sendCatalogue } from './send-catalogue/index.ts';
import { sendContact } from './send-contact/index.ts';
import { sendEmail } from './send-email/index.ts';
import { sendLinkButton } from './send-link-button/index.ts';
import { sendLocation } from './send-location/index.ts';
import { sendMedia } from './send-media/index.ts';
import { sendProductList } from './send-product-list/index.ts';
import { sendProduct } from './send-product/index.ts';
import { sendTemplate } from './send-template/index.ts';
import { sendText } from './send-text/index.ts';
import { setVariable } from './set-variable/index.ts';
import { startSomeone } from './start-someone/index.ts';
import { updateContact } from './update-contact/index.ts';
import { waitForDuration } from './wait-for/index.ts';
import { waitUntil } from './wait-until/index.ts';

/** Every node type, in the order in which the palette shows them. A new one is a folder and a line here. */
export const nodeTypeList: readonly NodeType[] = [
  sendText,
  sendMedia,
  sendLinkButton,
  sendTemplate,
  sendCarousel,
  sendLocation,
  sendContact,
  sendProduct,
  sendProductList,
  sendCatalogue,
  ask,
  askButtons,
  askList,
  askForm,
  askLocation,
  decideRules,
  decideExpression,
  decideField,
  decideGroup,
  decideHours,
  decideRandom,
  decideAi,
  setVariable,
  saveResult,
  updateContact,
  changeGroups,
  changeLabels,
  recordConsent,
  callWebhook,
  sendEmail,
  aiReply,
  startSomeone,
  runSubflow,
  jump,
  waitForDuration,
  waitUntil,
  closeConversation,
  end,
  note,
  notifyPerson,
  handOff,
];

/** The registry, by type. */
export const nodeTypes: NodeTypes = new Map(nodeTypeList.map((nodeType) => [nodeType.type, nodeType]));
