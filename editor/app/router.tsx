import { createBrowserRouter } from 'react-router';
import { ErrorScreen } from './ErrorScreen.tsx';
import { NotFound } from './NotFound.tsx';
import { Shell } from './Shell.tsx';

/** Every screen, loaded when it is first opened. A further one is a folder and a line here. */
export const router = createBrowserRouter([
  {
    errorElement: <ErrorScreen />,
    // Until the first screen's own part has come: nothing, since it comes at once.
    hydrateFallbackElement: <></>,
    children: [
      { path: '/sign-in', lazy: () => import('./SignIn.tsx') },
      { path: '/setup', lazy: () => import('./Setup.tsx') },
      {
        path: '/',
        element: <Shell />,
        children: [
          {
            // A screen that breaks leaves the frame standing.
            errorElement: <ErrorScreen />,
            children: [
              { index: true, lazy: () => import('../home/HomePage.tsx') },
              { path: 'help', lazy: () => import('../home/HelpPage.tsx') },
              { path: 'flows', lazy: () => import('../flows/FlowsPage.tsx') },
              { path: 'flows/:flowId', lazy: () => import('../flow/FlowPage.tsx') },
              { path: 'conversations/:conversationId?', lazy: () => import('../conversations/ConversationsPage.tsx') },
              { path: 'phone', lazy: () => import('../test-phone/TestPhonePage.tsx') },
              { path: 'channels', lazy: () => import('../channels/ChannelsPage.tsx') },
              { path: 'channels/:channelId', lazy: () => import('../channels/ChannelPage.tsx') },
              { path: 'settings/:tab?', lazy: () => import('../definitions/SettingsPage.tsx') },
              { path: '*', element: <NotFound /> },
            ],
          },
        ],
      },
    ],
  },
]);
