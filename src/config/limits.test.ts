import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(limits?: JsonValue) {
  return readMcpActionsConfig(
    new ConfigReader(limits === undefined ? {} : { mcpActions: { limits } }),
  ).limits;
}

const COUNTS = [
  { key: 'callsInFlight' },
  { key: 'callsPerMinute' },
  { key: 'destructiveCallsPerMinute' },
] as const;

describe('limits', () => {
  it.each([undefined, {}])('has the defaults for %j', limits => {
    expect(read(limits)).toEqual({
      maxBodyBytes: 1_048_576,
      callsInFlight: 50,
      callsPerMinute: 1_000,
      destructiveCallsPerMinute: 100,
      store: 'memory',
    });
  });

  it('reads each limit', () => {
    expect(
      read({
        bodySize: '2mb',
        callsInFlight: 1,
        callsPerMinute: 2,
        destructiveCallsPerMinute: 3,
        store: 'cache',
      }),
    ).toEqual({
      maxBodyBytes: 2_097_152,
      callsInFlight: 1,
      callsPerMinute: 2,
      destructiveCallsPerMinute: 3,
      store: 'cache',
    });
  });

  it.each([
    { bodySize: 1, bytes: 1 },
    { bodySize: 1_000, bytes: 1_000 },
    { bodySize: '512kb', bytes: 524_288 },
    { bodySize: '4MB', bytes: 4_194_304 },
    { bodySize: '1.5 mb', bytes: 1_572_864 },
    { bodySize: '100b', bytes: 100 },
    // Environment variables give texts.
    { bodySize: '4194304', bytes: 4_194_304 },
  ])('reads a body of $bodySize as $bytes bytes', ({ bodySize, bytes }) => {
    expect(read({ bodySize }).maxBodyBytes).toBe(bytes);
  });

  it.each([
    0,
    -1,
    1.5,
    '0',
    '-4mb',
    'big',
    'mb',
    '10m',
    '4mib',
    '12 monkeys',
    true,
  ])('refuses %p as the size of a body', bodySize => {
    expect(() => read({ bodySize })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: `Invalid config at 'mcpActions.limits.bodySize': ${bodySize} is not a size, such as 1mb or a number of bytes (in mock-config)`,
      }),
    );
  });

  it.each<JsonValue>(['', {}, { megabytes: 4 }, [], ['4mb']])(
    'names the path of %j, which is not a size',
    bodySize => {
      expect(() => read({ bodySize })).toThrow("'mcpActions.limits.bodySize'");
    },
  );

  it.each(COUNTS)('accepts 0 for $key, also as text', ({ key }) => {
    expect(read({ [key]: 0 })[key]).toBe(0);
    expect(read({ [key]: '0' })[key]).toBe(0);
  });

  it.each(
    COUNTS.flatMap(({ key }) =>
      [-1, 1.5, 'many', true, {}].map(value => ({ key, value })),
    ),
  )('names the path of $key $value', ({ key, value }) => {
    expect(() => read({ [key]: value })).toThrow(`'mcpActions.limits.${key}'`);
  });

  it.each(['redis', 'Cache'])('refuses the store %p', store => {
    expect(() => read({ store })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: `Invalid config at 'mcpActions.limits.store': ${store} is not one of memory, cache (in mock-config)`,
      }),
    );
  });

  it.each<{ path: string; limits: JsonValue }>([
    { path: 'mcpActions.limits', limits: true },
    { path: 'mcpActions.limits', limits: [] },
    { path: 'mcpActions.limits.callsPerHour', limits: { callsPerHour: 1 } },
    { path: 'mcpActions.limits.bodysize', limits: { bodysize: '4mb' } },
    { path: 'mcpActions.limits.store', limits: { store: true } },
  ])('names $path when it has a wrong value: $limits', ({ path, limits }) => {
    expect(() => read(limits)).toThrow(`'${path}`);
  });
});
