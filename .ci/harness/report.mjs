/**
 * Runs one case: prints its line of figures and what is off with it, and ends
 * whatever it opened, however it ends.
 */
export async function runCase(what, run) {
  const start = performance.now();
  const closers = [];
  const problems = [];
  try {
    const figures = await run({
      opened: closer => closers.push(closer),
      check: (holds, problem) => holds || problems.push(problem),
    });
    const seconds = (performance.now() - start) / 1000;
    console.log(`${what} (${seconds.toFixed(0)} s): ${figures}`);
  } catch (error) {
    problems.push(error.stack);
  } finally {
    await Promise.all(closers.map(close => close()));
  }
  for (const problem of problems.slice(0, 20)) {
    console.error(`${what}: OFF: ${problem}`);
  }
  process.exitCode = problems.length > 0 ? 1 : process.exitCode;
}

/** `200 3, 404 1` */
export function byKey(counts) {
  return (
    Object.entries(counts)
      .sort()
      .map(([key, count]) => `${key} ${count}`)
      .join(', ') || 'none'
  );
}

export function countIn(counts, key) {
  counts[key] = (counts[key] ?? 0) + 1;
}

export function mb(value) {
  return `${value.toFixed(1)} MB`;
}
