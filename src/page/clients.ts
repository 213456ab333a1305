import { shellWord } from './shellWord';

/** A server that clients connect to. */
export interface ConnectTarget {
  /** The name of the server in the client: letters, digits and hyphens. */
  readonly name: string;
  readonly url: string;
  /** Whether the client signs its user in, or sends a token from the user. */
  readonly credentials: 'sign-in' | 'token';
}

/** How to connect one client, as the page and `/v1/info` show it. */
export type ConnectOption =
  | { readonly client: string; readonly kind: 'link'; readonly href: string }
  | {
      readonly client: string;
      readonly kind: 'command';
      readonly command: string;
    }
  | {
      readonly client: string;
      readonly kind: 'steps';
      readonly steps: readonly string[];
    };

/** A client, with the source of its format. */
interface ClientRow {
  readonly client: string;
  readonly source: string;
  readonly connect:
    | { readonly kind: 'link'; href(target: ConnectTarget): string }
    | { readonly kind: 'command'; command(target: ConnectTarget): string }
    | { readonly kind: 'steps'; steps(target: ConnectTarget): string[] };
}

const TOKEN_HEADER = ' --header "Authorization: Bearer $MCP_TOKEN"';

/** The clients, links first. Each format follows its maker's documentation. */
export const CLIENT_ROWS: readonly ClientRow[] = [
  {
    client: 'Cursor',
    source: 'https://cursor.com/docs/mcp/install-links',
    connect: {
      kind: 'link',
      href: ({ name, url }) =>
        `cursor://anysphere.cursor-deeplink/mcp/install?name=${name}&config=${base64Of({ url })}`,
    },
  },
  {
    client: 'VS Code',
    source: 'https://unpkg.com/@redocly/theme@0.63.0/src/core/utils/mcp.ts',
    connect: { kind: 'link', href: target => vsCodeLink('vscode', target) },
  },
  {
    client: 'VS Code Insiders',
    source: 'https://unpkg.com/@redocly/theme@0.63.0/src/core/utils/mcp.ts',
    connect: {
      kind: 'link',
      href: target => vsCodeLink('vscode-insiders', target),
    },
  },
  {
    client: 'Kiro',
    source: 'https://kiro.dev/docs/mcp/share/',
    connect: {
      kind: 'link',
      href: ({ name, url }) =>
        `https://kiro.dev/launch/mcp/add?name=${name}&config=${jsonOf({ url })}`,
    },
  },
  {
    client: 'LM Studio',
    source: 'https://lmstudio.ai/docs/app/mcp/deeplink',
    connect: {
      kind: 'link',
      href: ({ name, url }) =>
        `lmstudio://add_mcp?name=${name}&config=${base64Of({ url })}`,
    },
  },
  {
    client: 'goose',
    source:
      'https://block.github.io/goose/docs/getting-started/using-extensions',
    connect: {
      kind: 'link',
      href: ({ name, url }) =>
        `goose://extension?url=${encodeURIComponent(url)}&type=streamable_http&id=${name}&name=${name}&description=${name}&timeout=300`,
    },
  },
  {
    client: 'Claude Code',
    source: 'claude mcp add --help, 2.1.332',
    connect: {
      kind: 'command',
      command: target =>
        `claude mcp add --transport http ${nameAndUrl(target)}${headerOf(target)}`,
    },
  },
  {
    client: 'Codex',
    source: 'codex mcp add --help, 0.171.0',
    connect: {
      kind: 'command',
      command: ({ name, url, credentials }) =>
        `codex mcp add ${name} --url ${shellWord(url)}${
          credentials === 'token' ? ' --bearer-token-env-var MCP_TOKEN' : ''
        }`,
    },
  },
  {
    client: 'Copilot CLI',
    source: 'copilot mcp add --help, 1.0.102',
    connect: {
      kind: 'command',
      command: target =>
        `copilot mcp add --transport http ${nameAndUrl(target)}${headerOf(target)}`,
    },
  },
  {
    client: 'Gemini CLI',
    source: 'gemini mcp add --help, 0.61.0',
    connect: {
      kind: 'command',
      command: target =>
        `gemini mcp add --scope user --transport http ${nameAndUrl(target)}${headerOf(target)}`,
    },
  },
  {
    client: 'Qwen Code',
    source: 'qwen mcp add --help, 0.15.10',
    connect: {
      kind: 'command',
      command: target =>
        `qwen mcp add --transport http ${nameAndUrl(target)}${headerOf(target)}`,
    },
  },
  {
    client: 'claude.ai and Claude Desktop',
    source: 'docs/authentication.md',
    connect: {
      kind: 'steps',
      steps: ({ url }) => [
        'Open Settings, then Connectors.',
        'Choose Add custom connector.',
        `Enter ${url} and add it. A client id, if your platform team gave you one, goes into Advanced settings.`,
        'Choose Connect, and sign in.',
      ],
    },
  },
  {
    client: 'ChatGPT',
    source: 'docs/authentication.md',
    connect: {
      kind: 'steps',
      steps: ({ url }) => [
        'Switch on developer mode in the settings of connectors.',
        `Create a connector for ${url}, with OAuth.`,
        'Sign in. If ChatGPT asks for a client id, give your platform team the callback URL that it shows.',
      ],
    },
  },
];

export function connectOptionsOf(target: ConnectTarget): ConnectOption[] {
  return CLIENT_ROWS.map(({ client, connect }) => {
    switch (connect.kind) {
      case 'link':
        return { client, kind: 'link', href: connect.href(target) };
      case 'command':
        return { client, kind: 'command', command: connect.command(target) };
      default:
        return { client, kind: 'steps', steps: connect.steps(target) };
    }
  });
}

function vsCodeLink(scheme: string, { name, url }: ConnectTarget): string {
  return `${scheme}:mcp/install?${jsonOf({ name, type: 'http', url })}`;
}

function nameAndUrl({ name, url }: ConnectTarget): string {
  return `${name} ${shellWord(url)}`;
}

function headerOf({ credentials }: ConnectTarget): string {
  return credentials === 'token' ? TOKEN_HEADER : '';
}

function jsonOf(config: object): string {
  return encodeURIComponent(JSON.stringify(config));
}

/** Encodes base64, since it has characters with a meaning in a query. */
function base64Of(config: object): string {
  const base64 = Buffer.from(JSON.stringify(config)).toString('base64');
  return encodeURIComponent(base64);
}
