import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(outputSchemas: JsonValue | undefined) {
  const config = new ConfigReader({ mcpActions: { outputSchemas } });
  return readMcpActionsConfig(config).outputSchemas;
}

/** Reads the same value by `@backstage/config`. */
function readAsPlatform(value: JsonValue | undefined) {
  return new ConfigReader({ value }).getOptionalBoolean('value') ?? true;
}

describe('flag', () => {
  it.each<{ value: JsonValue | undefined; flag: boolean }>([
    { value: undefined, flag: true },
    { value: null, flag: true },
    { value: true, flag: true },
    { value: false, flag: false },
    { value: 1, flag: true },
    { value: 0, flag: false },
    // Environment variables give texts.
    ...['true', 'TRUE', 'yes', 'y', 'on', '1', ' true '].map(value => ({
      value,
      flag: true,
    })),
    ...['false', 'False', 'no', 'n', 'off', '0', 'false\n'].map(value => ({
      value,
      flag: false,
    })),
  ])('reads $value as $flag, like the platform', ({ value, flag }) => {
    expect(read(value)).toBe(flag);
    expect(readAsPlatform(value)).toBe(flag);
  });

  it.each<JsonValue>(['', 'maybe', 'truee', 2, -1, [], ['true'], {}])(
    'refuses %j, like the platform',
    value => {
      expect(() => read(value)).toThrow("'mcpActions.outputSchemas'");
      expect(() => readAsPlatform(value)).toThrow();
    },
  );

  it('names the accepted values', () => {
    expect(() => read('maybe')).toThrow(
      "Invalid config at 'mcpActions.outputSchemas': maybe is not true or false (in mock-config)",
    );
  });
});
