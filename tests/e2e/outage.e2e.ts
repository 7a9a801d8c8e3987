import { expect } from '@jest/globals';
import { browserTests } from '../support/browser.ts';

const inBrowser = browserTests();

/** What a browser says by itself of a server that is not there. */
const away = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_NETWORK|WebSocket|status of 50\d/;
/** Long enough for every request and retry under way to fail. */
const outageMs = 10_000;

inBrowser(
  'a server that is away for ten seconds is seen, costs nobody an edit or a message, and is caught up with',
  async ({ open, cutOff }) => {
    const editing = await open({ expects: away });
    await editing.goto('/flows/bienvenida');
    await editing.getByTestId('card-abierto').waitFor();

    const writing = await open({ expects: away });
    await writing.goto('/phone');
    const composer = writing.getByPlaceholder('Escribe como Ana Torres');
    await composer.fill('hola');
    await writing.keyboard.press('Enter');
    const phone = writing.getByRole('log');
    await phone.getByText('¡Hola, Ana!').waitFor();

    const watching = await open({ expects: away });
    await watching.goto('/conversations');
    await watching.getByRole('link', { name: /Ana Torres/ }).click();
    const conversation = watching.getByRole('log');
    await conversation.getByText('¡Hola, Ana!').waitFor();

    const comeBack = await cutOff();
    const cutAt = Date.now();
    await Promise.all([editing, writing, watching].map((page) => page.getByText('Reconectando…').waitFor()));

    // The flow is edited all the same, and it is said where that is kept.
    await editing
      .getByTestId('outline-abierto')
      .or(editing.getByTestId('card-abierto'))
      .first()
      .click({ position: { x: 60, y: 14 } });
    const text = editing.getByRole('textbox', { name: 'Texto', exact: true });
    await text.click();
    await editing.keyboard.press('Control+End');
    await editing.keyboard.type(' ¡Pasa cuando quieras!');
    await editing.getByText('Sin conexión: 1 cambio guardado aquí').waitFor();

    // The customer's message is not taken, and stays to be sent.
    await composer.fill('ping 7');
    await writing.keyboard.press('Enter');
    await writing.getByText(/^No se envió\./).waitFor();

    await new Promise((resolve) => setTimeout(resolve, Math.max(0, outageMs - (Date.now() - cutAt))));
    await comeBack();

    await Promise.all(
      [editing, writing, watching].map((page) =>
        page.getByText('Reconectando…').waitFor({ state: 'detached', timeout: 30_000 }),
      ),
    );
    await editing.locator('[data-testid="save-state"][data-status="saved"]').waitFor();
    const draft = (await (await editing.request.get('/api/v1/flows/bienvenida')).json()) as {
      flow: { nodes: { id: string; config: { body?: string } }[] };
    };
    expect(draft.flow.nodes.find(({ id }) => id === 'abierto')?.config.body).toMatch(/ ¡Pasa cuando quieras!$/);

    // The conversation goes on where it was, and whoever watches sees it without touching anything.
    if ((await composer.inputValue()) === '') await composer.fill('ping 7');
    await composer.press('Enter');
    await phone.getByText('pong #7 v1').waitFor();
    await conversation.getByText('pong #7 v1').waitFor();
    expect(await conversation.getByText('pong #7 v1').count()).toBe(1);
  },
);
