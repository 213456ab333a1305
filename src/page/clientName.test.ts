import type { ServerDefinition } from '../config/types';
import { clientName } from './clientName';

function sampleServer(server: Partial<ServerDefinition>): ServerDefinition {
  return {
    key: 'default',
    path: '/v1',
    name: 'backstage',
    filter: { include: [], exclude: [] },
    filterPath: 'mcpActions.default.filter',
    readOnly: false,
    ...server,
  };
}

describe('clientName', () => {
  it.each([
    ['backstage', 'backstage'],
    ['Acme Developer Portal', 'acme-developer-portal'],
    ['Café « Zoë »', 'cafe-zoe'],
    ['<script>"; rm -rf $HOME', 'script-rm-rf-home'],
    ['開発者ポータル', 'backstage-default'],
    ['x'.repeat(100), 'x'.repeat(32)],
  ])('for %s is %s', (name, expected) => {
    const server = sampleServer({ name });

    expect(clientName(server, [server])).toBe(expected);
  });

  it('includes the key when another server has the same name', () => {
    const server = sampleServer({ name: 'Acme' });
    const other = sampleServer({ name: 'ACME', key: 'docs', path: '/v1/docs' });

    expect(clientName(other, [server, other])).toBe('backstage-docs');
  });

  it('shows that a server is read-only', () => {
    const server = sampleServer({ name: 'Acme' });
    const variant = { ...server, path: '/v1/readonly', readOnly: true };

    expect(clientName(variant, [server, variant])).toBe('acme-readonly');
  });
});
