import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(page: JsonValue) {
  return readMcpActionsConfig(new ConfigReader({ mcpActions: { page } })).page;
}

describe('page', () => {
  it('is on by default, without links', () => {
    expect(read({})).toEqual({ enabled: true, links: [] });
  });

  it('reads each key', () => {
    const links = [
      { title: 'Help', url: 'https://wiki.acme.example/mcp?a=b#c' },
      { title: 'Chat', url: 'http://chat.acme.example/' },
    ];

    expect(read({ enabled: 'false', links })).toEqual({
      enabled: false,
      links,
    });
  });

  it('normalizes URLs like browsers do', () => {
    const links = [{ title: 'Help', url: 'https://Acme.example/"a b"' }];

    expect(read({ links }).links[0].url).toBe(
      'https://acme.example/%22a%20b%22',
    );
  });

  it.each<{ path: string; page: JsonValue }>([
    { path: 'mcpActions.page', page: true },
    { path: 'mcpActions.page.link', page: { link: [] } },
    { path: 'mcpActions.page.links', page: { links: 'https://a.example' } },
    { path: 'mcpActions.page.links[0]', page: { links: ['https://a.b'] } },
    {
      path: 'mcpActions.page.links[0].title',
      page: { links: [{ url: 'https://a.example' }] },
    },
    { path: 'mcpActions.page.links[0].url', page: { links: [{ title: 'A' }] } },
    ...['/help', 'data:text/html,x', 'mailto:a@b.example', 'https://'].map(
      url => ({
        path: 'mcpActions.page.links[0].url',
        page: { links: [{ title: 'A', url }] },
      }),
    ),
  ])('names the path of a wrong value: $path in $page', ({ path, page }) => {
    expect(() => read(page)).toThrow(`Invalid config at '${path}': `);
  });
});
