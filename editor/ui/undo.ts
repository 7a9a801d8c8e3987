import { create } from 'zustand';

export type Toast = {
  id: number;
  message: string;
  tone: 'plain' | 'bad';
  /** What takes it back; a rejection is told to the user. */
  undo?: () => void | Promise<unknown>;
};

/** How long it can be taken back by the toast. Long enough to read and to reach it by keys. */
export const toastMs = 10_000;

export const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));

let last = 0;
/** One at a time: a newer one says what matters now. */
function show(toast: Omit<Toast, 'id'>): void {
  last += 1;
  useToasts.setState({ toasts: [{ ...toast, id: last }] });
}

/** Says what was done and offers to take it back, in place of asking before. */
export const showUndo = ({ message, undo }: { message: string; undo: () => void | Promise<unknown> }): void =>
  show({ message, undo, tone: 'plain' });

/** Says something that needs no answer. */
export const showNotice = (message: string): void => show({ message, tone: 'plain' });

/** Says that something did not work. */
export const showTrouble = (message: string): void => show({ message, tone: 'bad' });

export const dismissToast = (id: number): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
