import type { RequestHandler, Response } from 'express';

/**
 * Tracks the open responses: those whose message is still arriving, and those
 * in progress.
 */
export class OpenResponses {
  readonly #arriving = new Set<Response>();
  readonly #open = new Set<Response>();

  static create(): OpenResponses {
    return new OpenResponses();
  }

  /**
   * Tracks a request from its headers on. Its client may never send the rest.
   */
  readonly observeArrival: RequestHandler = (req, res, next) => {
    if (req.method === 'POST') {
      track(this.#arriving, res);
    }
    next();
  };

  /**
   * Tracks a response once its message has arrived. Ignores HTTP+SSE streams.
   */
  readonly observe: RequestHandler = (req, res, next) => {
    if (req.method === 'POST') {
      this.#arriving.delete(res);
      track(this.#open, res);
    }
    next();
  };

  /** Resolves once all responses whose message has arrived are closed. */
  async closed(): Promise<void> {
    await Promise.all(
      // Ignores errors: one response must not end the wait for the others.
      [...this.#open].map(
        res => new Promise<void>(resolve => res.once('close', resolve)),
      ),
    );
  }

  /**
   * Destroys the connections of clients that have not sent their message yet.
   */
  destroyArriving(): void {
    this.#arriving.forEach(res => res.destroy());
  }

  /** Destroys all open connections. */
  destroyAll(): void {
    this.destroyArriving();
    this.#open.forEach(res => res.destroy());
  }
}

function track(responses: Set<Response>, res: Response): void {
  responses.add(res);
  res.once('close', () => responses.delete(res));
}
