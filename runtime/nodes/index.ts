import type { NodeType, NodeTypes } from '../contract/index.ts';
import { askButtons } from './ask-buttons/index.ts';
import { askList } from './ask-list/index.ts';
import { ask } from './ask/index.ts';
import { callWebhook } from './call-webhook/index.ts';
import { decideExpression } from './decide-expression/index.ts';
import { decideHours } from './decide-hours/index.ts';
import { decideRules } from './decide-rules/index.ts';
import { end } from './end/index.ts';
import { notifyPerson } from './notify-person/index.ts';
import { saveResult } from './save-result/index.ts';
import { sendLocation } from './send-location/index.ts';
import { sendMedia } from './send-media/index.ts';
import { sendText } from './send-text/index.ts';
import { setVariable } from './set-variable/index.ts';
import { updateContact } from './update-contact/index.ts';
import { waitForDuration } from './wait-for/index.ts';

/** Every node type, in the order in which the palette shows them. A new one is a folder and a line here. */
export const nodeTypeList: readonly NodeType[] = [
  sendText,
  sendMedia,
  sendLocation,
  ask,
  askButtons,
  askList,
  decideRules,
  decideExpression,
  decideHours,
  setVariable,
  saveResult,
  updateContact,
  callWebhook,
  waitForDuration,
  end,
  notifyPerson,
];

/** The registry, by type. */
export const nodeTypes: NodeTypes = new Map(nodeTypeList.map((nodeType) => [nodeType.type, nodeType]));
