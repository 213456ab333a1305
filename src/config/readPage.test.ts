import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readPage } from './readPage';

function read(page: JsonObject) {
  return readPage(new ConfigReader({ mcpActions: { page } }));
}

describe('readPage', () => {
  it('is on, without links', () => {
    expect(readPage(new ConfigReader({}))).toEqual({
      enabled: true,
      links: [],
    });
  });

  it('reads what is configured', () => {
    const links = [{ title: 'Help', url: 'https://acme.example/help' }];

    expect(read({ enabled: false, links })).toEqual({ enabled: false, links });
  });

  it.each([
    [{ on: true }, `'mcpActions.page.on'`],
    [
      { links: [{ title: 'A', url: 'data:text/html,x' }] },
      `'mcpActions.page.links[0].url': data:text/html,x is not an http or https URL`,
    ],
    [
      { links: [{ title: 'A', url: 'https://' }] },
      `'mcpActions.page.links[0].url'`,
    ],
    [
      { links: [{ title: 'A', url: 'https://a.example', icon: 'x' }] },
      `'mcpActions.page.links[0].icon'`,
    ],
  ])('refuses %j', (page, message) => {
    expect(() => read(page)).toThrow(`Invalid config at ${message}`);
  });
});
