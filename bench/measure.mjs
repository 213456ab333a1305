const CONNECTIONS = 8;

/** Runs an operation n times; gives CPU and latency of each. */
export async function measure(target, operation, count) {
  const latencies = [];
  let left = count;
  const before = await target.usage();
  const start = performance.now();
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const sent = performance.now();
      const { status, text } = await operation.run(target);
      latencies.push(performance.now() - sent);
      if (status !== 200 || !operation.expect.test(text)) {
        throw new Error(
          `${target.name}, ${operation.name}: ${status} ${text.slice(0, 300)}`,
        );
      }
    }
  };
  const { connections = CONNECTIONS } = operation;
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - start) / 1000;
  const after = await target.usage();
  return {
    cpuMs: (after.cpuMicros - before.cpuMicros) / 1000 / count,
    perSecond: count / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

/** The value that this part of the values lies below: 0.5 for the median. */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)];
}

/** A figure of a row: the median of its samples. */
export function figureOf(row, figure) {
  const values = row.samples.map(sample => sample[figure]);
  return quantile(values, 0.5);
}
