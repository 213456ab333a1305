import type { SignInWay } from '../config/types';

/** Explains in sentences how a client signs its user in. */
export function describeSignIn(
  ways: readonly SignInWay[] | undefined,
  authorizationServers: readonly string[],
): string[] {
  if (!ways) {
    return [
      'The sign-in of this portal does not answer at the moment. Reload this page in a minute.',
    ];
  }
  return ways.length === 0
    ? [
        'Clients cannot sign you in here. Ask your platform team for a token.',
        'Set it as the environment variable MCP_TOKEN. The commands above send it. After one of the links, add the header Authorization: Bearer <token> in the client.',
      ]
    : [
        'Your client opens this portal in your browser. Sign in there and approve the client. It then acts as you, with your permissions.',
        ...ways.map(way => sentenceOf(way, authorizationServers)),
        'A client without a browser can send a token of the platform team, as Authorization: Bearer <token>.',
      ];
}

function sentenceOf(
  way: SignInWay,
  authorizationServers: readonly string[],
): string {
  switch (way) {
    case 'client-id-metadata-document':
      return 'Clients with a metadata document, such as Claude, VS Code, Cursor and Codex, need nothing else.';
    case 'static-client':
      return 'Other clients, such as Gemini CLI, need a client id. Ask your platform team for it.';
    case 'dynamic-client-registration':
      return 'Clients that register themselves need nothing else.';
    default:
      return `Your client signs you in at ${authorizationServers.join(' or ')}.`;
  }
}
