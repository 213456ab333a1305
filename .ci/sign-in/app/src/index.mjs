import { SignInPage } from '@backstage/core-components';
import { createApp } from '@backstage/frontend-defaults';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import authPlugin from '@backstage/plugin-auth';
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend -- the role of the project, not of this app
import '@backstage/ui/css/styles.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

// No JSX: the bundler does not transform files below node_modules.
const signInPage = SignInPageBlueprint.make({
  params: {
    loader: async () => props =>
      createElement(SignInPage, { ...props, providers: ['guest'] }),
  },
});

const app = createApp({
  features: [
    authPlugin,
    createFrontendModule({
      pluginId: 'app',
      extensions: [signInPage],
    }),
  ],
});

createRoot(document.getElementById('root')).render(app.createRoot());
