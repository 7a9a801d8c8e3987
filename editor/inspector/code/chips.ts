import { StateEffect, StateField, type EditorState, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, keymap, WidgetType, type DecorationSet } from '@codemirror/view';
import { templateParts } from '../../../runtime/engine/index.ts';

/** Where an expression stands in a text, its `{{` and `}}` included. */
export type Spot = { from: number; to: number; expression: string; closed: boolean };

/** Every `{{ }}` of a text. */
export function spotsOf(text: string): Spot[] {
  const { parts, closed } = templateParts(text);
  return parts.flatMap((part, index): Spot[] => {
    if ('words' in part) return [];
    const ends = closed || index < parts.length - 1;
    const to = part.position + part.expression.length + (ends ? 2 : 0);
    return [{ from: part.position - 2, to, expression: part.expression, closed: ends }];
  });
}

/** The expression whose inside holds a place. */
export const spotAt = (text: string, at: number): Spot | undefined =>
  spotsOf(text).find(({ from, to, closed }) => at >= from + 2 && at <= (closed ? to - 2 : to));

type Words = {
  label(expression: string): string;
  className: string;
  classNames: { [severity: string]: string };
  /** What is wrong with it, in words. */
  problem(expression: string): { severity: string; message: string } | null;
  title: string;
};

class Chip extends WidgetType {
  readonly expression: string;
  readonly words: Words;
  constructor(expression: string, words: Words) {
    super();
    this.expression = expression;
    this.words = words;
  }
  override eq(other: Chip): boolean {
    return (
      other.expression === this.expression && other.words.label(this.expression) === this.words.label(this.expression)
    );
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement('span');
    const problem = this.words.problem(this.expression);
    const mark = problem && this.words.classNames[problem.severity];
    chip.className = mark ? `${this.words.className} ${mark}` : this.words.className;
    chip.textContent = this.words.label(this.expression) || '?';
    chip.title = `{{${this.expression}}} · ${problem ? problem.message : this.words.title}`;
    return chip;
  }
  override ignoreEvent(): boolean {
    return false;
  }
}

const focused = StateEffect.define<boolean>();
type Shown = { focus: boolean; all: DecorationSet; chips: DecorationSet };

/** Shows each `{{ }}` as a chip that the caret passes in one step. One that the caret is put into (click, F2) shows its source. */
export function chips(words: () => Words): Extension {
  const draw = (state: EditorState, focus: boolean): Shown => {
    const { head, anchor } = state.selection.main;
    const all: Range<Decoration>[] = [];
    const whole: Range<Decoration>[] = [];
    for (const { from, to, expression, closed } of spotsOf(state.doc.toString())) {
      const inside = focus && (!closed || [head, anchor].some((at) => at > from && at < to));
      if (inside) all.push(Decoration.mark({ class: 'cm-open' }).range(from, to));
      else if (closed) whole.push(Decoration.replace({ widget: new Chip(expression, words()) }).range(from, to));
    }
    const set = Decoration.set(whole, true);
    return { focus, chips: set, all: Decoration.set([...all, ...whole], true) };
  };
  const shown = StateField.define<Shown>({
    create: (state) => draw(state, false),
    update(before, change) {
      const focus = change.effects.reduce((now, effect) => (effect.is(focused) ? effect.value : now), before.focus);
      return change.docChanged || change.selection || focus !== before.focus ? draw(change.state, focus) : before;
    },
    provide: (field) => [
      EditorView.decorations.from(field, ({ all }) => all),
      EditorView.atomicRanges.of((view) => view.state.field(field).chips),
    ],
  });
  const into = (view: EditorView, { from, to, expression }: Spot): boolean => {
    const start = from + 2 + (expression.length - expression.trimStart().length);
    const end = Math.max(start, to - 2 - (expression.length - expression.trimEnd().length));
    view.dispatch({ selection: { anchor: start, head: end }, scrollIntoView: true });
    view.focus();
    return true;
  };
  return [
    shown,
    EditorView.focusChangeEffect.of((_state, focus) => focused.of(focus)),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        const chip = event.target instanceof HTMLElement ? event.target.closest(`.${words().className}`) : null;
        if (!(chip instanceof HTMLElement) || view.state.readOnly) return false;
        const at = view.posAtDOM(chip);
        const spot = spotsOf(view.state.doc.toString()).find(({ from }) => from === at);
        if (!spot) return false;
        event.preventDefault();
        return into(view, spot);
      },
    }),
    keymap.of([
      {
        key: 'F2',
        run(view) {
          const { head } = view.state.selection.main;
          const spot = spotsOf(view.state.doc.toString()).find(({ from, to }) => to === head || from === head);
          return spot ? into(view, spot) : false;
        },
      },
      {
        key: 'Enter',
        run(view) {
          const spot = spotAt(view.state.doc.toString(), view.state.selection.main.head);
          if (!spot?.closed) return false;
          view.dispatch({ selection: { anchor: spot.to } });
          return true;
        },
      },
    ]),
  ];
}
