/** Shorter than Jest's timeout, so that the test fails with this error. */
const LIMIT_MS = 20_000;
const INTERVAL_MS = 5;

/** Waits for the condition. Fails with its source on a timeout. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { limitMs = LIMIT_MS }: { limitMs?: number } = {},
): Promise<void> {
  const inVain = new Error(
    `Waited ${limitMs / 1000} s in vain until ${condition}`,
  );
  // Start the stack where the test waits.
  Error.captureStackTrace(inVain, until);
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > limitMs) {
      throw inVain;
    }
    await new Promise(resolve => setTimeout(resolve, INTERVAL_MS));
  }
}
