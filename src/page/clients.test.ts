import { CLIENT_ROWS, connectOptionsOf } from './clients';

const URL = 'https://portal.acme.example/api/mcp-actions/v1';
const TARGET = { name: 'acme', url: URL, credentials: 'sign-in' } as const;

function optionFor(
  client: string,
  target: Parameters<typeof connectOptionsOf>[0],
) {
  return connectOptionsOf(target).find(option => option.client === client);
}

describe('connectOptionsOf', () => {
  it.each([
    [
      'Cursor',
      'cursor://anysphere.cursor-deeplink/mcp/install?name=acme&config=eyJ1cmwiOiJodHRwczovL3BvcnRhbC5hY21lLmV4YW1wbGUvYXBpL21jcC1hY3Rpb25zL3YxIn0%3D',
    ],
    [
      'VS Code',
      'vscode:mcp/install?%7B%22name%22%3A%22acme%22%2C%22type%22%3A%22http%22%2C%22url%22%3A%22https%3A%2F%2Fportal.acme.example%2Fapi%2Fmcp-actions%2Fv1%22%7D',
    ],
    [
      'VS Code Insiders',
      'vscode-insiders:mcp/install?%7B%22name%22%3A%22acme%22%2C%22type%22%3A%22http%22%2C%22url%22%3A%22https%3A%2F%2Fportal.acme.example%2Fapi%2Fmcp-actions%2Fv1%22%7D',
    ],
    [
      'Kiro',
      'https://kiro.dev/launch/mcp/add?name=acme&config=%7B%22url%22%3A%22https%3A%2F%2Fportal.acme.example%2Fapi%2Fmcp-actions%2Fv1%22%7D',
    ],
    [
      'LM Studio',
      'lmstudio://add_mcp?name=acme&config=eyJ1cmwiOiJodHRwczovL3BvcnRhbC5hY21lLmV4YW1wbGUvYXBpL21jcC1hY3Rpb25zL3YxIn0%3D',
    ],
    [
      'goose',
      'goose://extension?url=https%3A%2F%2Fportal.acme.example%2Fapi%2Fmcp-actions%2Fv1&type=streamable_http&id=acme&name=acme&description=acme&timeout=300',
    ],
  ])('has a link for %s', (client, href) => {
    expect(optionFor(client, TARGET)).toEqual({ client, kind: 'link', href });
  });

  const HEADER = '--header "Authorization: Bearer $MCP_TOKEN"';
  it.each([
    ['Claude Code', 'claude mcp add --transport http', ` ${HEADER}`],
    ['Copilot CLI', 'copilot mcp add --transport http', ` ${HEADER}`],
    [
      'Gemini CLI',
      'gemini mcp add --scope user --transport http',
      ` ${HEADER}`,
    ],
    ['Qwen Code', 'qwen mcp add --transport http', ` ${HEADER}`],
  ])(
    'has a command for %s, with and without a token',
    (client, start, token) => {
      const command = `${start} acme ${URL}`;

      expect(optionFor(client, TARGET)).toEqual({
        client,
        kind: 'command',
        command,
      });
      expect(optionFor(client, { ...TARGET, credentials: 'token' })).toEqual({
        client,
        kind: 'command',
        command: `${command}${token}`,
      });
    },
  );

  it('has a command for Codex, with and without a token', () => {
    expect(optionFor('Codex', TARGET)).toHaveProperty(
      'command',
      `codex mcp add acme --url ${URL}`,
    );
    expect(
      optionFor('Codex', { ...TARGET, credentials: 'token' }),
    ).toHaveProperty(
      'command',
      `codex mcp add acme --url ${URL} --bearer-token-env-var MCP_TOKEN`,
    );
  });

  it('has the URL in the steps of each client with a dialog', () => {
    const dialogs = connectOptionsOf(TARGET).flatMap(option =>
      option.kind === 'steps' ? [option] : [],
    );

    expect(dialogs.map(({ client }) => client)).toEqual([
      'claude.ai and Claude Desktop',
      'ChatGPT',
    ]);
    dialogs.forEach(({ steps }) => expect(steps.join(' ')).toContain(URL));
  });

  it('names a source for each client', () => {
    CLIENT_ROWS.forEach(({ source }) =>
      expect(source).toMatch(/^(https:|docs\/|\w+ mcp add --help)/),
    );
  });
});
