import type { AlertStore, FlowAlert, Logger } from '../ports.ts';
import type { Mailer } from './mail.ts';

export type Alerts = ReturnType<typeof createAlerts>;

/** What stands in the letter: the words of the flow's language, filled in. */
export type AlertLetter = { to: string[]; subject: string; body: string };

/**
 * Tells a flow's owners that a guard has stopped it: as a record that stays until somebody dismisses it, and, where a mail server is
 * set up, by one letter a day for each flow.
 */
export function createAlerts({
  store,
  mailer,
  letterFor,
  log,
}: {
  store: AlertStore;
  mailer?: Mailer | undefined;
  /** To whom it goes and what it says; undefined when nobody can be written to. */
  letterFor(alert: FlowAlert): Promise<AlertLetter | undefined>;
  log: Logger;
}) {
  async function write(alert: FlowAlert, by: Mailer): Promise<void> {
    if (!(await store.claimMail(alert))) return;
    const letter = await letterFor(alert);
    if (!letter) return;
    const { workspaceId, flowId, day } = alert;
    const outcome = await by.send(`alert:${workspaceId}:${flowId}:${day}`, letter);
    if (!outcome.ok)
      log.warn({ flowId, code: outcome.code }, 'the owners could not be written to about a stopped flow');
  }

  return {
    /** Safe to repeat. The letter is not waited for. */
    async raise(alert: FlowAlert): Promise<void> {
      await store.raise(alert);
      if (mailer)
        void write(alert, mailer).catch((error: unknown) =>
          log.warn({ flowId: alert.flowId, error }, 'the owners could not be written to about a stopped flow'),
        );
    },
  };
}
