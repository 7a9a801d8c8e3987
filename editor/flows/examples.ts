import type { Flow } from '../../runtime/contract/index.ts';

/** The flows of `flows-examples/`, by id: what a first flow may be made from. `flows.examples.{id}` says what each does. */
export const examples: readonly Flow[] = Object.values(
  import.meta.glob<Flow>('../../flows-examples/*.flow.json', { eager: true, import: 'default' }),
);

/** Those that somebody without a flow is shown first, from the simplest on. */
export const firstExamples: readonly Flow[] = ['bienvenida', 'pedido-pizza', 'reserva-medica', 'soporte'].flatMap(
  (id) => examples.find((flow) => flow.id === id) ?? [],
);
