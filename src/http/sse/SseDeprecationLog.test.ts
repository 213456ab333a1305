import { mockServices } from '@backstage/backend-test-utils';
import { SseDeprecationLog } from './SseDeprecationLog';

/** The warnings that are logged when these clients connect. */
function warningsFor(...clientNames: (string | undefined)[]): unknown[] {
  const logger = mockServices.logger.mock();
  const log = SseDeprecationLog.create(logger);
  clientNames.forEach(name => log.note(name));
  return logger.warn.mock.calls.map(([message]) => message);
}

function warningOf(name: string): string {
  return `The MCP client "${name}" uses the deprecated HTTP+SSE transport. Configure it for Streamable HTTP: the same URL without /sse`;
}

describe('SseDeprecationLog', () => {
  it('names the client and the remedy', () => {
    expect(warningsFor('cursor')).toEqual([
      'The MCP client "cursor" uses the deprecated HTTP+SSE transport. Configure it for Streamable HTTP: the same URL without /sse',
    ]);
  });

  it('warns once per client', () => {
    expect(warningsFor('cursor', 'windsurf', 'cursor', 'windsurf')).toEqual([
      warningOf('cursor'),
      warningOf('windsurf'),
    ]);
  });

  it.each([
    { client: 'has no name', name: undefined, shown: 'unnamed' },
    {
      client: 'breaks the line',
      name: 'cursor\nerror: gone',
      shown: 'cursor error: gone',
    },
    { client: 'uses quotes', name: '"cursor"', shown: '\\"cursor\\"' },
    {
      client: 'uses terminal escapes',
      name: '\u001b[31mcursor',
      shown: '\uFFFD[31mcursor',
    },
    {
      client: 'changes the reading direction',
      name: 'cursor\u202Etset',
      shown: 'cursor\uFFFDtset',
    },
    {
      client: 'hides tag characters',
      name: 'cursor\u{E0041}',
      shown: 'cursor\uFFFD',
    },
    { client: 'has a Danish name', name: 'Søren', shown: 'Søren' },
    {
      client: 'has half a character at the maximum length',
      name: `${'x'.repeat(63)}🙂`,
      shown: `${'x'.repeat(63)}\uFFFD`,
    },
    {
      client: 'uses common punctuation',
      name: 'My_Client v1.2-beta',
      shown: 'My_Client v1.2-beta',
    },
    { client: 'has a long name', name: 'x'.repeat(65), shown: 'x'.repeat(64) },
  ])('names a client that $client', ({ name, shown }) => {
    expect(warningsFor(name)).toEqual([warningOf(shown)]);
  });

  it('warns about at most 100 clients', () => {
    const names = Array.from({ length: 101 }, (_, index) => `client-${index}`);

    expect(warningsFor(...names)).toHaveLength(100);
  });
});
