import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type JsonValue } from '@backstage/types';
import { z } from 'zod';
import { describeMisfit } from './describeMisfit';

/** Timers accept at most 2³¹-1 ms, and fire immediately for more. */
const MAX_MS = 24 * 24 * 60 * 60 * 1000;

/** A duration in the formats of `@backstage/config`, or 0, in milliseconds. */
export const durationMs = z.unknown().transform((input, context) => {
  const ms = toMs(input as JsonValue);
  if (typeof ms === 'number' && ms >= 0 && ms <= MAX_MS) {
    return ms;
  }
  const kind = 'a duration from 0 to 24 days, such as 30s or { seconds: 30 }';
  const reason = typeof ms === 'string' ? `. ${ms}` : '';
  context.addIssue(`${describeMisfit(input, kind)}${reason}`);
  return z.NEVER;
});

/** Returns milliseconds, or the reason why the input is not a duration. */
function toMs(duration: JsonValue): number | string | undefined {
  if (duration === 0 || duration === '0') {
    return 0;
  }
  if (/^[+-]?\d+(\.\d+)?$/.test(String(duration))) {
    return `It has no unit. Write ${duration}s for seconds, or ${duration}ms, ${duration}m or ${duration}h`;
  }
  try {
    return durationToMilliseconds(
      readDurationFromConfig(new ConfigReader({ duration }), {
        key: 'duration',
      }),
    );
  } catch (error) {
    // The text before the last colon names the key of this reader.
    return /.*Error: ((?!.*'duration).+)/.exec(String(error))?.[1];
  }
}
