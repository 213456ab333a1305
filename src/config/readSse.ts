import type { Config } from '@backstage/config';
import { readWholeNumber } from './readWholeNumber';
import type { SseConfig } from './types';

const DEFAULT_MAX_SESSIONS = 1000;
/** One user with many windows, or a service with many agents. */
const DEFAULT_MAX_SESSIONS_PER_PRINCIPAL = 100;

export function readSse(config: Config): SseConfig {
  const readSessions = (key: string, otherwise: number) =>
    readWholeNumber(config, `mcpActions.sse.${key}`, { least: 1, otherwise });
  return {
    enabled: config.getOptionalBoolean('mcpActions.sse.enabled') ?? true,
    maxSessions: readSessions('maxSessions', DEFAULT_MAX_SESSIONS),
    maxSessionsPerPrincipal: readSessions(
      'maxSessionsPerPrincipal',
      DEFAULT_MAX_SESSIONS_PER_PRINCIPAL,
    ),
  };
}
