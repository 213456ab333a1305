import type { JsonObject } from '@backstage/types';

const ISSUER = 'https://example.com/api/auth';
const BOTH_PKCE_METHODS = ['S256', 'plain'];
const SECRETS = ['client_secret_basic', 'client_secret_post'];

/** Documents of auth backends, by release and configuration. */
export const AUTH_BACKEND_DOCUMENTS = {
  /** 0.29.1 and 0.30.1, with unknown keys or none. */
  olderClosed: {
    code_challenge_methods_supported: BOTH_PKCE_METHODS,
    token_endpoint_auth_methods_supported: SECRETS,
  },
  olderWithRegistration: {
    code_challenge_methods_supported: BOTH_PKCE_METHODS,
    token_endpoint_auth_methods_supported: SECRETS,
    registration_endpoint: `${ISSUER}/v1/register`,
  },
  olderWithDocuments: {
    code_challenge_methods_supported: BOTH_PKCE_METHODS,
    token_endpoint_auth_methods_supported: [...SECRETS, 'none'],
    client_id_metadata_document_supported: true,
  },
  olderWithBoth: {
    code_challenge_methods_supported: BOTH_PKCE_METHODS,
    token_endpoint_auth_methods_supported: [...SECRETS, 'none'],
    registration_endpoint: `${ISSUER}/v1/register`,
    client_id_metadata_document_supported: true,
  },
  /** 0.31.0, with unknown keys or none. */
  newerClosed: {
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: [],
  },
  newerWithStaticClients: {
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: [...SECRETS, 'none'],
  },
  newerWithDocuments: {
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    client_id_metadata_document_supported: true,
  },
} satisfies Record<string, JsonObject>;
