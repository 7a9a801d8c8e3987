import { lazy, Suspense } from 'react';
import { useNavigate } from 'react-router';
import { create } from 'zustand';
import { useKeys } from './keys.ts';
import { usePlaces } from './navigation.ts';

const GoTo = lazy(() => import('./GoTo.tsx'));
const KeysDialog = lazy(() => import('./KeysDialog.tsx'));

type Dialog = 'go-to' | 'keys' | null;
const useDialog = create<{ open: Dialog }>(() => ({ open: null }));

/** Opens a dialog of the frame. */
export const openDialog = (open: Dialog): void => useDialog.setState({ open });

/** What may be opened over any screen, with the keys that work everywhere. */
export function Dialogs() {
  const open = useDialog((state) => state.open);
  const navigate = useNavigate();
  const places = usePlaces();
  useKeys(
    [
      { keys: 'mod+k', label: 'shell.goTo', run: () => openDialog('go-to'), whileTyping: true },
      { keys: '?', label: 'shell.keys', run: () => openDialog('keys') },
      ...places.map(({ to, label, letter }) => ({ keys: `g ${letter}`, label, run: () => void navigate(to) })),
    ],
    'everywhere',
  );
  const close = () => openDialog(null);
  return (
    <Suspense>
      {open === 'go-to' && <GoTo onClose={close} />}
      {open === 'keys' && <KeysDialog onClose={close} />}
    </Suspense>
  );
}
