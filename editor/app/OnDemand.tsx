import { Suspense, useState, type ComponentType } from 'react';

/** The button of a menu: alone until it is first pressed, then in its menu. */
export type MenuButton = ComponentType<React.ComponentProps<'button'>>;

/** A menu of the frame, which is loaded when somebody first wants it: the first page does without. */
export function OnDemand({ button: Button, menu: Menu }: { button: MenuButton; menu: ComponentType }) {
  const [wanted, setWanted] = useState(false);
  if (!wanted) return <Button aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)} />;
  return (
    <Suspense fallback={<Button aria-haspopup="menu" aria-expanded />}>
      <Menu />
    </Suspense>
  );
}
