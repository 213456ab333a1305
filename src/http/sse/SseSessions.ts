/** One open HTTP+SSE stream. */
export interface SseSession {
  readonly id: string;
  /** The stream answers nobody else: see `Viewer`. */
  readonly viewKey: string;
  /** Whom the stream counts for: see `CallContext`. */
  readonly countKey: string;
  /** Path of the server that it was opened at. */
  readonly path: string;
  close(): Promise<void>;
}

export interface SseSessionsOptions {
  maxSessions: number;
  maxSessionsPerPrincipal: number;
}

/** The open HTTP+SSE streams of this process. */
export class SseSessions<TSession extends SseSession> {
  readonly #options: SseSessionsOptions;
  readonly #sessions = new Map<string, TSession>();

  static create<TSession extends SseSession>(
    options: SseSessionsOptions,
  ): SseSessions<TSession> {
    return new SseSessions<TSession>(options);
  }

  private constructor(options: SseSessionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Whose streams leave no room for one more of the principal, if so. */
  fullBecauseOf(countKey: string): 'all' | 'principal' | undefined {
    const { maxSessions, maxSessionsPerPrincipal } = this.#options;
    const own = [...this.#sessions.values()].filter(
      session => session.countKey === countKey,
    );
    if (own.length >= maxSessionsPerPrincipal) {
      return 'principal';
    }
    return this.size >= maxSessions ? 'all' : undefined;
  }

  add(session: TSession): void {
    this.#sessions.set(session.id, session);
  }

  delete(id: string): void {
    this.#sessions.delete(id);
  }

  /**
   * The session, or why a message cannot have it. At the path of another server
   * a session does not exist, since the tools there may be others.
   */
  find(
    id: string,
    { viewKey, path }: Pick<SseSession, 'viewKey' | 'path'>,
  ): TSession | 'unknown' | 'foreign' {
    const session = this.#sessions.get(id);
    if (session?.path !== path) {
      return 'unknown';
    }
    return session.viewKey === viewKey ? session : 'foreign';
  }

  async closeAll(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.allSettled(sessions.map(session => session.close()));
  }
}
