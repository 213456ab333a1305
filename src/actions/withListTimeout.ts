import { once } from 'node:events';
import { ServiceUnavailableError } from '@backstage/errors';

/** How long a principal without a list waits for one. */
const FIRST_LIST_TIMEOUT_MS = 15_000;

/**
 * A plugin that hangs holds the first list of a principal up, and nobody else's.
 * The list is remembered once it comes.
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
    // A listener that stays would keep the list in memory until the timeout.
    settled.abort();
  }
}
