import { createBackend } from '@backstage/backend-defaults';
import { accessToken } from './accessToken';
import { createNextStepsPlugin } from './nextSteps';

async function main() {
  const token = await accessToken();
  // app-config.yaml reads the token from here.
  process.env.MCP_TOKEN = token;

  const backend = createBackend();
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(import('./approvalPage'));
  backend.add(import('@backstage/plugin-permission-backend'));
  backend.add(import('./permissionPolicy'));
  backend.add(import('./examplePlugin'));
  backend.add(import('../src'));
  backend.add(createNextStepsPlugin(token));
  await backend.start();
}

main().catch(error => {
  process.stderr.write(`${error.stack ?? error}\n`);
  // What has started before the failure would keep the process alive.
  process.exit(1);
});
