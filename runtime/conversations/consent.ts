import type { Draft } from './draft.ts';
import { queueEffect } from './outbox.ts';
import { patched } from './state.ts';

/** The person wrote a word of opting out or in: it counts, and they are told so. */
export function answerConsentWord(draft: Draft, state: 'granted' | 'withdrawn', text: string): void {
  const { workspace } = draft.world;
  setConsent(draft, state, 'whatsapp-message', text);
  const texts = state === 'withdrawn' ? workspace.texts.optedOut : workspace.texts.optedIn;
  const language = (draft.contact.language ?? workspace.language).slice(0, 2);
  const body = texts[language] ?? texts[workspace.language] ?? Object.values(texts)[0];
  if (body)
    queueEffect(
      draft,
      { id: draft.ownEffectId(), node: '', kind: 'message.send', content: { kind: 'text', body } },
      {},
    );
}

export function setConsent(draft: Draft, state: 'granted' | 'withdrawn', method: string, text: string): void {
  const consent = {
    state,
    method,
    text,
    businessName: draft.world.workspace.businessName,
    source: draft.state.channelId,
  };
  draft.contact = patched(draft.contact, { consent: { marketing: { ...consent, at: draft.at } } });
  draft.events.push({ type: 'consent.changed', category: 'marketing', ...consent });
}
