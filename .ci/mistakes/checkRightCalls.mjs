import { readTool } from './readTool.mjs';
import { RIGHT_CALLS } from './rightCalls.mjs';

const READY_MS = 60_000;

/** Calls each tool as its author means it; gives the names of the tools. */
export async function checkRightCalls(backend, check) {
  const seen = {};
  for (const [tool, args, expected, { as } = {}] of RIGHT_CALLS) {
    const made = typeof args === 'function' ? args(seen) : args;
    const { isError, text, structured } = await readTool(
      backend,
      tool,
      made,
      as,
    );
    check(
      !isError && expected.test(text),
      `${tool}: is not ${expected}: ${text.slice(0, 2_000)}`,
    );
    seen[tool] = structured ?? {};
  }
  return RIGHT_CALLS.map(([tool]) => tool);
}

/**
 * The catalog reads its locations, and search indexes them, once they are up.
 *
 * @param row - as in RIGHT_CALLS, without earlier answers
 */
export async function untilAnswered(backend, [tool, args, expected]) {
  const end = Date.now() + READY_MS;
  for (;;) {
    const { isError, text } = await readTool(backend, tool, args);
    if (!isError && expected.test(text)) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`${tool}: ${text}`);
    }
    await new Promise(done => setTimeout(done, 250));
  }
}
