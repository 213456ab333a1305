import { ServiceUnavailableError } from '@backstage/errors';

/** How long a principal without a list waits for one. */
const FIRST_LIST_TIMEOUT_MS = 15_000;

/**
 * A plugin that hangs holds the first list of a principal up, and nobody else's.
 * The list is remembered once it comes.
 */
export async function withinTime<T>(listed: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    const error = new ServiceUnavailableError(
      `The plugins did not list their actions within ${
        FIRST_LIST_TIMEOUT_MS / 1000
      } s. Try again later`,
    );
    timer = setTimeout(() => reject(error), FIRST_LIST_TIMEOUT_MS).unref();
  });
  try {
    return await Promise.race([listed, expired]);
  } finally {
    // A timer that runs on would keep the list in memory.
    clearTimeout(timer);
  }
}
