import type { LoggerService } from '@backstage/backend-plugin-api';
import { wellFormed } from '../text/wellFormed';
import { wellFormedError } from '../text/wellFormedError';

type Write = LoggerService['info'];

/**
 * Makes all log entries well-formed Unicode, whatever an action or a client
 * wrote: log collectors refuse an entry whose JSON has a lone surrogate.
 */
export function withWellFormedLog(logger: LoggerService): LoggerService {
  const write =
    (level: 'error' | 'warn' | 'info' | 'debug'): Write =>
    (message, ...[meta]) => {
      if (meta === undefined) {
        logger[level](wellFormed(message));
      } else {
        logger[level](
          wellFormed(message),
          meta instanceof Error ? wellFormedError(meta) : wellFormed(meta),
        );
      }
    };
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: meta => withWellFormedLog(logger.child(wellFormed(meta))),
  };
}
