import { Navigate, useParams } from 'react-router';
import { NotFound } from '../app/NotFound.tsx';
import { DefinitionList } from './DefinitionList.tsx';
import { isTab } from './kinds.ts';
import { SecretList } from './SecretList.tsx';
import { useTabs } from './SettingsFrame.tsx';
import { Texts } from './Texts.tsx';

/** What a workspace defines once: a tab for each kind. */
export function Component() {
  const { tab } = useParams();
  const shown = useTabs();
  const [first] = shown;
  if (tab === undefined) return first === undefined ? <NotFound /> : <Navigate to={`/settings/${first}`} replace />;
  if (!isTab(tab) || !shown.includes(tab)) return <NotFound />;
  if (tab === 'texts') return <Texts />;
  if (tab === 'secrets') return <SecretList />;
  return <DefinitionList key={tab} kind={tab} />;
}
