import { describe, expect, test } from '@jest/globals';
import { runTranscript, startChat } from '../../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { examples } from '../../../support/examples.ts';
import { botSaid, contentOf, simulatedMove, simulatedPhone, simulationOf } from '../../../support/simulated.ts';

describe.each(examples)('$name in the simulator', ({ flow, library, transcript }) => {
  test('says what the transcript says, move by move', async () => {
    const expected = await runTranscript([flow, ...library], transcript, nodeTypes);
    expect(expected.ok).toBe(true);
    const run = simulationOf(flow, transcript, library);
    for (const [index, turn] of transcript.turns.entries()) {
      const before = botSaid(run.state.thread).length;
      await run.make(simulatedMove(turn, run.state.now));
      expect(botSaid(run.state.thread).slice(before)).toEqual(expected.turns[index]?.said);
    }
  });

  test('goes the way, and keeps the values, that the engine does', async () => {
    const { now, timeZone, exitWords, contact } = transcript;
    const chat = startChat([flow, ...library], {
      now,
      nodeTypes,
      ...(timeZone !== undefined && { timeZone }),
      ...(exitWords && { exitWords }),
      contact: { ...contact, id: 'simulated', phone: simulatedPhone },
    });
    const run = simulationOf(flow, transcript, library);
    for (const turn of transcript.turns) {
      const move = simulatedMove(turn, run.state.now);
      await run.make(move);
      if ('contact' in turn) await chat.hear(contentOf(turn.contact));
      else if ('wait' in turn) await chat.passTime(turn.wait);
      else if ('done' in turn) await chat.answerDone(turn.done);
      else if ('ticketClosed' in turn) await chat.closeTicket();
      else if ('begin' in turn) await chat.begin(turn.begin.node, turn.begin);
      else if (move.kind === 'answer') await chat.answerHttp(move.outcome);
      const { state } = run;
      expect(state.now).toBe(chat.now);
      expect(state.session).toEqual(chat.session);
      expect(state.contact).toEqual(chat.contact);
    }
    expect(run.state.turns).toEqual(chat.turns);
  });
});
