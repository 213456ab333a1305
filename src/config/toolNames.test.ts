import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(mcpActions: JsonObject = {}) {
  return readMcpActionsConfig(new ConfigReader({ mcpActions })).toolNames;
}

describe('toolNames', () => {
  it('has a default for everything', () => {
    expect(read()).toEqual({
      namespaced: true,
      style: 'snake_case',
      maxLength: 48,
      aliases: {},
    });
  });

  it('reads every key', () => {
    expect(
      read({
        namespacedToolNames: false,
        toolNames: {
          style: 'dotted',
          maxLength: 64,
          aliases: { find: 'search:query' },
        },
      }),
    ).toEqual({
      namespaced: false,
      style: 'dotted',
      maxLength: 64,
      aliases: { find: 'search:query' },
    });
  });

  it.each([
    [{ style: 'kebab' }, 'mcpActions.toolNames.style'],
    [{ maxLength: 15 }, 'mcpActions.toolNames.maxLength'],
    [{ maxLength: 129 }, 'mcpActions.toolNames.maxLength'],
    [{ maxLength: 20.5 }, 'mcpActions.toolNames.maxLength'],
    [{ aliases: { find: 'query' } }, 'mcpActions.toolNames.aliases.find'],
    [{ aliases: { find: 7 } }, 'mcpActions.toolNames.aliases.find'],
  ])('refuses %j', (toolNames, path) => {
    expect(() => read({ toolNames: toolNames as JsonObject })).toThrow(
      `Invalid config at '${path}'`,
    );
  });
});
