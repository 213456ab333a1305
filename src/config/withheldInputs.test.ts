import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

const TEMPLATE = 'scaffolder:execute-template';

function read(overrides: JsonValue) {
  const config = new ConfigReader({ mcpActions: { overrides } });
  return readMcpActionsConfig(config).withheldInputs;
}

describe('withheldInputs', () => {
  it.each([{}, { [TEMPLATE]: { title: 'Create' } }])(
    'are the secrets of templates for the overrides %j',
    overrides => {
      expect(read(overrides)).toEqual({ [TEMPLATE]: ['secrets'] });
    },
  );

  it('are further ones beside the default', () => {
    expect(read({ 'acme:deploy': { withheldInputs: ['token'] } })).toEqual({
      [TEMPLATE]: ['secrets'],
      'acme:deploy': ['token'],
    });
  });

  it('are none where the operator says so', () => {
    expect(read({ [TEMPLATE]: { withheldInputs: [] } })).toEqual({
      [TEMPLATE]: [],
    });
  });

  it.each<{ withheldInputs: JsonValue; below: string }>([
    { withheldInputs: 'secrets', below: '' },
    { withheldInputs: { secrets: true }, below: '' },
    { withheldInputs: ['token', ''], below: '[1]' },
    { withheldInputs: [42], below: '[0]' },
  ])('name the path of $withheldInputs', ({ withheldInputs, below }) => {
    expect(() => read({ 'acme:deploy': { withheldInputs } })).toThrow(
      `Invalid config at 'mcpActions.overrides.acme:deploy.withheldInputs${below}': `,
    );
  });
});
