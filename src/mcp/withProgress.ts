import type { ProgressToken } from '@modelcontextprotocol/server';

/**
 * Claude Code gives up on a call that is silent for 300 s, and proxies much
 * earlier.
 */
const INTERVAL_MS = 10_000;

export interface ProgressNotification {
  method: 'notifications/progress';
  params: { progressToken: ProgressToken; progress: number; message: string };
}

export interface WithProgressOptions {
  /** Absent when the client wants no notifications. */
  token: ProgressToken | undefined;
  notify(notification: ProgressNotification): void;
}

/**
 * Runs the call. Until it ends, notifies a client that asked for progress every
 * ten seconds.
 */
export async function withProgress<T>(
  { token, notify }: WithProgressOptions,
  run: () => Promise<T>,
): Promise<T> {
  if (token === undefined) {
    return run();
  }
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += INTERVAL_MS / 1000;
    notify({
      method: 'notifications/progress',
      params: {
        progressToken: token,
        progress: seconds,
        message: `Still running, ${seconds} s`,
      },
    });
  }, INTERVAL_MS).unref();
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}
