/** Counts the calls that run in this process, by principal. */
export class RunningCalls {
  readonly #counts = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  static create(): RunningCalls {
    return new RunningCalls();
  }

  of(principal: string): number {
    return this.#counts.get(principal) ?? 0;
  }

  /** Counts the run until it ends, even when nobody waits for it any more. */
  async track<T>(principal: string, run: () => Promise<T>): Promise<T> {
    this.#counts.set(principal, this.of(principal) + 1);
    try {
      return await run();
    } finally {
      this.#end(principal);
    }
  }

  /** Resolves once no call is running. */
  async ended(): Promise<void> {
    while (this.#counts.size > 0) {
      await new Promise<void>(resolve => this.#waiting.add(resolve));
    }
  }

  #end(principal: string): void {
    const left = this.of(principal) - 1;
    if (left > 0) {
      this.#counts.set(principal, left);
    } else {
      this.#counts.delete(principal);
    }
    if (this.#counts.size === 0) {
      this.#waiting.forEach(resolve => resolve());
      this.#waiting.clear();
    }
  }
}
