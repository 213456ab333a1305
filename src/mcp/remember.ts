/** What a Map and a WeakMap have in common. */
interface Memory<K> {
  get(key: K): Promise<string> | undefined;
  set(key: K, value: Promise<string>): unknown;
  delete(key: K): unknown;
}

/** What was made for the key, once for all who ask; a failure is not remembered. */
export function remember<K>(
  memory: Memory<K>,
  key: K,
  make: () => Promise<string>,
): Promise<string> {
  let made = memory.get(key);
  if (!made) {
    made = make();
    memory.set(key, made);
    made.catch(() => memory.delete(key));
  }
  return made;
}
