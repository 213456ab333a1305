import type { RequestHandler, Response } from 'express';

/** The answers to messages: of those that still arrive, and of those that are worked on. */
export class OpenResponses {
  readonly #arriving = new Set<Response>();
  readonly #open = new Set<Response>();

  static create(): OpenResponses {
    return new OpenResponses();
  }

  /** Sees each message from its headers on; its client may never send the rest. */
  readonly observeArrival: RequestHandler = (req, res, next) => {
    if (req.method === 'POST') {
      track(this.#arriving, res);
    }
    next();
  };

  /** Sees each answer from the moment on when its message is there; streams of HTTP+SSE are none. */
  readonly observe: RequestHandler = (req, res, next) => {
    if (req.method === 'POST') {
      this.#arriving.delete(res);
      track(this.#open, res);
    }
    next();
  };

  /** Resolves once all are closed whose message is there. */
  async closed(): Promise<void> {
    await Promise.all(
      // An error of one must not end the wait for the others.
      [...this.#open].map(
        res => new Promise<void>(resolve => res.once('close', resolve)),
      ),
    );
  }

  /** Cuts off clients that have not sent their message yet. */
  destroyArriving(): void {
    this.#arriving.forEach(res => res.destroy());
  }

  /** Cuts off whatever is still open. */
  destroyAll(): void {
    this.destroyArriving();
    this.#open.forEach(res => res.destroy());
  }
}

function track(responses: Set<Response>, res: Response): void {
  responses.add(res);
  res.once('close', () => responses.delete(res));
}
