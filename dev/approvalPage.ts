import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { Router } from 'express';

const SCRIPT = readFileSync(join(__dirname, 'approval.js'), 'utf8');

/**
 * Stands in for the page of @backstage/plugin-auth, where users approve a
 * client: this backend has no frontend. `.ci/sign-in/run` has the real one.
 */
export default createBackendPlugin({
  pluginId: 'approval-page',
  register(env) {
    env.registerInit({
      deps: {
        discovery: coreServices.discovery,
        rootHttpRouter: coreServices.rootHttpRouter,
      },
      async init({ discovery, rootHttpRouter }) {
        const authUrl = await discovery.getExternalBaseUrl('auth');
        const router = Router();
        router.get('/approval.js', (_req, res) => {
          res.type('js').send(SCRIPT);
        });
        router.get('/authorize/:session', (_req, res) => {
          res.type('html').send(toPage(authUrl));
        });
        rootHttpRouter.use('/oauth2', router);
      },
    });
  },
});

function toPage(authUrl: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Approve a client</title>
<link rel="icon" href="data:,">
<h1>Approve a client</h1>
<p>You act as the guest of this development backend.</p>
<p id="client"></p>
<button id="approve" disabled>Authorize</button>
<button id="reject" disabled>Cancel</button>
<p id="status" role="status"></p>
<script src="../approval.js" data-auth-url="${encodeURI(authUrl)}"></script>
</html>
`;
}
