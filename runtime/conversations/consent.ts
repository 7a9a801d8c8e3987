import { fold } from '../engine/index.ts';
import type { Draft } from './draft.ts';
import { queueEffect } from './perform-effect.ts';
import { patched } from './state.ts';

/** Opt-out and opt-in: the whole message is one of the workspace's words. Says so to the person. */
export function heardConsent(draft: Draft, text: string): boolean {
  const { workspace } = draft.world;
  const word = fold(text);
  const isOneOf = (words: readonly string[]) => words.some((candidate) => fold(candidate) === word);
  const out = isOneOf(workspace.optOutWords);
  if (!out && !(isOneOf(workspace.optInWords) && draft.contact.consent.marketing?.state === 'withdrawn')) return false;
  setConsent(draft, out ? 'withdrawn' : 'granted', 'whatsapp-message', text);
  const texts = out ? workspace.texts.optedOut : workspace.texts.optedIn;
  const language = (draft.contact.language ?? workspace.language).slice(0, 2);
  const body = texts[language] ?? texts[workspace.language] ?? Object.values(texts)[0];
  if (body)
    queueEffect(
      draft,
      { id: draft.ownEffectId(), node: '', kind: 'message.send', content: { kind: 'text', body } },
      {},
    );
  return true;
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
