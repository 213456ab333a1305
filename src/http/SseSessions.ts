/** One open HTTP+SSE stream. */
export interface SseSession {
  readonly id: string;
  /** Key of the principal that opened the stream. */
  readonly principal: string;
  close(): Promise<void>;
}

export interface SseSessionsOptions {
  maxSessions: number;
}

/** The open HTTP+SSE streams of this process. */
export class SseSessions<TSession extends SseSession> {
  readonly #maxSessions: number;
  readonly #sessions = new Map<string, TSession>();

  static create<TSession extends SseSession>(
    options: SseSessionsOptions,
  ): SseSessions<TSession> {
    return new SseSessions<TSession>(options);
  }

  private constructor(options: SseSessionsOptions) {
    this.#maxSessions = options.maxSessions;
  }

  get size(): number {
    return this.#sessions.size;
  }

  get isFull(): boolean {
    return this.#sessions.size >= this.#maxSessions;
  }

  add(session: TSession): void {
    this.#sessions.set(session.id, session);
  }

  delete(id: string): void {
    this.#sessions.delete(id);
  }

  /** The session, or why the principal cannot have it. */
  find(id: string, principal: string): TSession | 'unknown' | 'foreign' {
    const session = this.#sessions.get(id);
    if (!session) {
      return 'unknown';
    }
    return session.principal === principal ? session : 'foreign';
  }

  async closeAll(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.allSettled(sessions.map(session => session.close()));
  }
}
