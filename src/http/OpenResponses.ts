import type { RequestHandler, Response } from 'express';

/** The answers to messages that are being worked on or written. */
export class OpenResponses {
  readonly #open = new Set<Response>();

  static create(): OpenResponses {
    return new OpenResponses();
  }

  /** Sees each answer from its begin to its close; streams of HTTP+SSE are none. */
  readonly observe: RequestHandler = (req, res, next) => {
    if (req.method === 'POST') {
      this.#open.add(res);
      res.once('close', () => this.#open.delete(res));
    }
    next();
  };

  /** Resolves once all are closed. */
  async closed(): Promise<void> {
    await Promise.all(
      // An error of one must not end the wait for the others.
      [...this.#open].map(
        res => new Promise<void>(resolve => res.once('close', resolve)),
      ),
    );
  }

  /** Cuts off whatever is still open. */
  destroyAll(): void {
    this.#open.forEach(res => res.destroy());
  }
}
