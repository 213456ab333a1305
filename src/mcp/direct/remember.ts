/** The common part of Map and WeakMap. */
interface Memory<K, V> {
  get(key: K): Promise<V> | undefined;
  set(key: K, value: Promise<V>): unknown;
  delete(key: K): unknown;
}

/**
 * Returns the cached promise for the key, or creates it. Failures are not
 * cached.
 */
export function remember<K, V>(
  memory: Memory<K, V>,
  key: K,
  make: () => Promise<V>,
): Promise<V> {
  let made = memory.get(key);
  if (!made) {
    made = make();
    memory.set(key, made);
    made.catch(() => memory.delete(key));
  }
  return made;
}
