import { lazy, Suspense } from 'react';
import { useLayout } from './layout-state.ts';

const PublishDialog = lazy(async () => ({ default: (await import('../publish/PublishDialog.tsx')).PublishDialog }));

/** The publish dialog, loaded when it is first wanted. */
export function Publishing() {
  const publishing = useLayout((state) => state.publishing);
  return (
    <Suspense>
      {publishing && <PublishDialog opened onClose={() => useLayout.setState({ publishing: false })} />}
    </Suspense>
  );
}
