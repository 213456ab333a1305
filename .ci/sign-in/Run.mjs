const CLOSE_MS = 10_000;

/**
 * Prints each step and its result. Closes whatever was opened however the run
 * ends: done, failed, timed out or interrupted.
 */
export class Run {
  #abort = new AbortController();
  #aborted = new Promise((_done, fail) => {
    const { signal } = this.#abort;
    signal.addEventListener('abort', () => fail(signal.reason));
  });
  #closers = [];
  #limitMs;

  constructor({ limitMs }) {
    this.#limitMs = limitMs;
    // Between two steps, nobody waits for this promise.
    this.#aborted.catch(() => {});
  }

  /** Aborted when the run ends, for whatever reason. */
  get signal() {
    return this.#abort.signal;
  }

  /**
   * Registers a cleanup. Call it before the first `await` after opening
   * something.
   */
  onClose(close) {
    this.#closers.unshift(close);
  }

  note(text) {
    process.stdout.write(`        ${text}\n`);
  }

  async step(title, action) {
    const startedMs = Date.now();
    const tell = outcome => {
      const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
      process.stdout.write(`${outcome.padEnd(8)}${title} (${seconds} s)\n`);
    };
    try {
      const result = await Promise.race([this.#aborted, action()]);
      tell('ok');
      return result;
    } catch (error) {
      tell('failed');
      throw error;
    }
  }

  /** Returns the exit code. */
  async end(task) {
    const stop = reason => this.#abort.abort(new Error(reason));
    const limit = setTimeout(
      () => stop(`Not done within ${this.#limitMs / 60_000} minutes`),
      this.#limitMs,
    );
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(name, () => stop(`Ended by ${name}`));
    }
    let exitCode = 0;
    let lastLine;
    try {
      lastLine = await task(this);
    } catch (error) {
      exitCode = 1;
      lastLine = error.message;
    }
    clearTimeout(limit);
    stop('The run is over');
    await this.#close();
    process.stdout.write(`\n${lastLine}\n`);
    return exitCode;
  }

  async #close() {
    const closed = Promise.allSettled(
      this.#closers.map(async close => close()),
    );
    const late = new Promise(done => setTimeout(done, CLOSE_MS));
    await Promise.race([closed, late]);
  }
}
