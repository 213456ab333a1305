import type { LoggerService } from '@backstage/backend-plugin-api';
import { wellFormed } from '../tools/wellFormed';

type Write = LoggerService['info'];

/**
 * A logger whose entries are well-formed Unicode, whatever an action or a client
 * wrote: collectors refuse an entry whose JSON has a lone surrogate.
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
          meta instanceof Error ? toWellFormedError(meta) : wellFormed(meta),
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

/** The error itself, unless one of its texts has to be replaced. */
function toWellFormedError(error: Error): Error {
  const { name, message, stack = '' } = error;
  const texts = { name, message, stack };
  const made = wellFormed(texts);
  return made === texts ? error : Object.assign(new Error(made.message), made);
}
