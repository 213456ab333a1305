import type { LoggerService } from '@backstage/backend-plugin-api';

/** Client names are free text from outside: bounded in number and length. */
const MAX_NAMES = 100;
const MAX_NAME_LENGTH = 64;

/** Tells the operator, once per client name, who still uses HTTP+SSE. */
export class SseClients {
  readonly #logger: LoggerService;
  readonly #noted = new Set<string>();

  static create(logger: LoggerService): SseClients {
    return new SseClients(logger);
  }

  private constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  note(clientName: string = 'unnamed'): void {
    const name = clientName.slice(0, MAX_NAME_LENGTH).replace(/[^\w .-]/g, '?');
    if (this.#noted.has(name) || this.#noted.size >= MAX_NAMES) {
      return;
    }
    this.#noted.add(name);
    this.#logger.warn(
      `The MCP client "${name}" uses the deprecated HTTP+SSE transport. Configure it for Streamable HTTP: the same URL without /sse`,
    );
  }
}
