import { z } from 'zod';
import { clientIdMetadataDocuments, staticClient } from './authClients';
import { mcpActions } from './mcpActions';
import { corsOrigins } from './origins';
import { foreignBlock, listOf } from './shapes';
import { flag, httpUrl, text } from './values';

/** The app's own values. This plugin does not report wrong types there. */
const lenientText = text
  .transform(input => input.trim() || undefined)
  .optional()
  .catch(undefined);

/** The auth backend's own values. Its features are off by default. */
const enabled = flag.default(false);

export const pluginSources = listOf(text).default([]);

/** All configuration that this plugin reads. */
export const appConfig = foreignBlock({
  app: foreignBlock({ baseUrl: httpUrl.optional(), title: lenientText }),
  organization: foreignBlock({ name: lenientText }),
  backend: foreignBlock({
    baseUrl: httpUrl.optional(),
    actions: foreignBlock({ pluginSources }),
    auth: foreignBlock({ dangerouslyDisableDefaultAuthPolicy: enabled }),
    cors: foreignBlock({ origin: corsOrigins }),
  }),
  auth: foreignBlock({
    clientIdMetadataDocuments: clientIdMetadataDocuments.optional(),
    // The name before Backstage 1.54.
    experimentalClientIdMetadataDocuments: clientIdMetadataDocuments.prefault(
      {},
    ),
    experimentalDynamicClientRegistration: foreignBlock({ enabled }),
    experimentalRefreshToken: foreignBlock({ enabled }),
    staticClients: listOf(staticClient).default([]),
  }),
  // Read by the framework, which asks no policy unless this is set.
  permission: foreignBlock({ enabled }),
  mcpActions,
});

export type AppConfig = z.output<typeof appConfig>;
