import { z } from 'zod';
import { clientIdMetadataDocuments, staticClient } from './authClients';
import { mcpActions } from './mcpActions';
import { corsOrigins } from './origins';
import { foreignBlock, listOf } from './shapes';
import { flag, httpUrl, text } from './values';

/** Of the app; a wrong type there is not for this plugin to report. */
const lenientText = text
  .transform(input => input.trim() || undefined)
  .optional()
  .catch(undefined);

/** Of the auth backend, which is off until it is set. */
const enabled = flag.default(false);

export const pluginSources = listOf(text).default([]);

/** All of the app's configuration that this plugin reads. */
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
    // Its name before Backstage 1.54.
    experimentalClientIdMetadataDocuments: clientIdMetadataDocuments.prefault(
      {},
    ),
    experimentalDynamicClientRegistration: foreignBlock({ enabled }),
    experimentalRefreshToken: foreignBlock({ enabled }),
    staticClients: listOf(staticClient).default([]),
  }),
  // Of the framework: without it no policy is asked.
  permission: foreignBlock({ enabled }),
  mcpActions,
});

export type AppConfig = z.output<typeof appConfig>;
