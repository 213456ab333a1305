/** Less than a test may take, so that this error is what the test fails with. */
const LIMIT_MS = 20_000;
const INTERVAL_MS = 5;

/** Waits for the condition, and fails with its source when it waits in vain. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { limitMs = LIMIT_MS }: { limitMs?: number } = {},
): Promise<void> {
  const inVain = new Error(
    `Waited ${limitMs / 1000} s in vain until ${condition}`,
  );
  // The stack begins where the test waits.
  Error.captureStackTrace(inVain, until);
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > limitMs) {
      throw inVain;
    }
    await new Promise(resolve => setTimeout(resolve, INTERVAL_MS));
  }
}
