import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { parseConfig } from './parseConfig';
import { wholeNumber } from './values';

const PATH = 'mcpActions.limits.callsInFlight';

function read(value: JsonValue | undefined, min: 0 | 1 = 0) {
  const config = new ConfigReader({
    mcpActions: { limits: { callsInFlight: value } },
  });
  return parseConfig(config, wholeNumber({ min }).default(50), PATH);
}

describe('wholeNumber', () => {
  it.each([
    { value: undefined, number: 50 },
    { value: null, number: 50 },
    { value: 0, number: 0 },
    { value: 1, number: 1 },
    { value: 1_000_000, number: 1_000_000 },
    // Environment variables give texts.
    { value: '0', number: 0 },
    { value: '20', number: 20 },
  ])('reads $value as $number', ({ value, number }) => {
    expect(read(value)).toBe(number);
  });

  it.each([
    { value: -1, min: 0 as const, wants: 'of 0 or more' },
    { value: 1.5, min: 0 as const, wants: 'of 0 or more' },
    { value: '-1', min: 0 as const, wants: 'of 0 or more' },
    { value: '1.5', min: 0 as const, wants: 'of 0 or more' },
    { value: 0, min: 1 as const, wants: 'of 1 or more' },
    { value: '0', min: 1 as const, wants: 'of 1 or more' },
    { value: -1, min: 1 as const, wants: 'of 1 or more' },
  ])('refuses $value as a whole number $wants', ({ value, min, wants }) => {
    expect(() => read(value, min)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: `Invalid config at 'mcpActions.limits.callsInFlight': ${value} is not a whole number ${wants} (in mock-config)`,
      }),
    );
  });

  it.each(['', true, {}, [], [1], 'many', 'Infinity', '1k', '1_000'])(
    'names the path of %j, which is not a number',
    value => {
      expect(() => read(value)).toThrow("'mcpActions.limits.callsInFlight'");
    },
  );
});
