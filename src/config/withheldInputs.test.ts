import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(withheldInputs: JsonValue) {
  const overrides = { 'acme:deploy': { withheldInputs } };
  const config = new ConfigReader({ mcpActions: { overrides } });
  return readMcpActionsConfig(config).overrides['acme:deploy'].withheldInputs;
}

describe('withheldInputs', () => {
  it.each([[[]], [['token', 'license']]])('can be %j', names => {
    expect(read(names)).toEqual(names);
  });

  it.each<{ given: JsonValue; below: string }>([
    { given: 'secrets', below: '' },
    { given: { secrets: true }, below: '' },
    { given: ['token', ''], below: '[1]' },
    { given: [42], below: '[0]' },
  ])('name the path of the invalid value $given', ({ given, below }) => {
    expect(() => read(given)).toThrow(
      `Invalid config at 'mcpActions.overrides.acme:deploy.withheldInputs${below}': `,
    );
  });
});
