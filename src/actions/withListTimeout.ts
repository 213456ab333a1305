import { once } from 'node:events';
import { ServiceUnavailableError } from '@backstage/errors';

/** How long a principal without a list waits for its first one. */
const FIRST_LIST_TIMEOUT_MS = 15_000;

/**
 * Bounds the wait for a principal's first list when a plugin hangs. The list is
 * still remembered when it arrives later.
 */
export async function withListTimeout<T>(listed: Promise<T>): Promise<T> {
  const timeout = AbortSignal.timeout(FIRST_LIST_TIMEOUT_MS);
  const settled = new AbortController();
  const { signal } = settled;
  const expired = once(timeout, 'abort', { signal }).then(() => {
    throw new ServiceUnavailableError(
      `The plugins did not list their actions within ${
        FIRST_LIST_TIMEOUT_MS / 1000
      } s. Try again later`,
    );
  });
  try {
    return await Promise.race([listed, expired]);
  } finally {
    // Remove the listener: it would keep the list in memory until the timeout.
    settled.abort();
  }
}
