/** What a Map and a WeakMap have in common. */
interface Memory<K, V> {
  get(key: K): Promise<V> | undefined;
  set(key: K, value: Promise<V>): unknown;
  delete(key: K): unknown;
}

/** What was made for the key, once for all who ask; a failure is not remembered. */
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
