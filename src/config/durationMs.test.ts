import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(value: JsonValue | undefined) {
  const config = new ConfigReader({ mcpActions: { callTimeout: value } });
  return readMcpActionsConfig(config).callTimeoutMs;
}

describe('durationMs', () => {
  it.each<{ value: JsonValue | undefined; ms: number }>([
    { value: undefined, ms: 240_000 },
    { value: null, ms: 240_000 },
    { value: 0, ms: 0 },
    { value: '0s', ms: 0 },
    { value: { seconds: 0 }, ms: 0 },
    { value: '30s', ms: 30_000 },
    { value: '1.5s', ms: 1_500 },
    { value: '250ms', ms: 250 },
    { value: '2 minutes', ms: 120_000 },
    { value: 'PT5M', ms: 300_000 },
    { value: { seconds: 30 }, ms: 30_000 },
    { value: { minutes: 1, seconds: 30 }, ms: 90_000 },
    // Environment variables give texts.
    { value: { seconds: '30' }, ms: 30_000 },
  ])('reads $value as $ms ms', ({ value, ms }) => {
    expect(read(value)).toBe(ms);
  });

  it.each<JsonValue>([
    5,
    -1,
    true,
    [],
    {},
    '',
    '30',
    'soon',
    '-5s',
    { seconds: -5 },
    { days: 30 },
    'P30D',
    { secs: 5 },
    { seconds: 'many' },
  ])('names the path of %j, which is not a duration', value => {
    expect(() => read(value)).toThrow('mcpActions.callTimeout');
  });

  it.each<JsonValue>([90, '90', 1.5])('suggests units for %j', value => {
    expect(() => read(value)).toThrow(
      `Invalid config at 'mcpActions.callTimeout': ${value} is not a duration from 0 to 24 days, such as 30s or { seconds: 30 }. It has no unit. Write ${value}s for seconds, or ${value}ms, ${value}m or ${value}h`,
    );
  });
});
