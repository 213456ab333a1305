/** Runs the task for each item, some of them at once. */
export async function inLanes(count, items, task) {
  const queue = items[Symbol.iterator]();
  const lane = async () => {
    for (const item of queue) {
      await task(item);
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
}
