/** One open HTTP+SSE stream. */
export interface SseSession {
  readonly id: string;
  /** Only this viewer may use the stream. See `Viewer`. */
  readonly viewKey: string;
  /** The principal that the stream counts for. See `CallContext`. */
  readonly countKey: string;
  /** Path of the server that opened it. */
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

  /**
   * Returns the limit that is reached, if any: of all streams, or of the
   * principal's.
   */
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
   * Returns the session, or why a message cannot use it. A session is unknown
   * at the path of another server, which may have other tools.
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
