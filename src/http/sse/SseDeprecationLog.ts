import type { LoggerService } from '@backstage/backend-plugin-api';
import { toLoggableLine } from '../../text/loggableText';

/**
 * Client names are free text from outside, so their number and length are
 * bounded.
 */
const MAX_NAMES = 100;
const MAX_NAME_LENGTH = 64;

/**
 * Warns the operator, once per client name, that a client still uses HTTP+SSE.
 */
export class SseDeprecationLog {
  readonly #logger: LoggerService;
  readonly #noted = new Set<string>();

  static create(logger: LoggerService): SseDeprecationLog {
    return new SseDeprecationLog(logger);
  }

  private constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  note(clientName: string = 'unnamed'): void {
    const name = JSON.stringify(toLoggableLine(clientName, MAX_NAME_LENGTH));
    if (this.#noted.has(name) || this.#noted.size >= MAX_NAMES) {
      return;
    }
    this.#noted.add(name);
    this.#logger.warn(
      `The MCP client ${name} uses the deprecated HTTP+SSE transport. Configure it for Streamable HTTP: the same URL without /sse`,
    );
  }
}
