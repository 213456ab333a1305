/** Memoizes a function of an object. */
export function once<K extends object, V>(
  answer: (key: K) => V,
): (key: K) => V {
  const known = new WeakMap<K, { value: V }>();
  return key => {
    const entry = known.get(key) ?? { value: answer(key) };
    known.set(key, entry);
    return entry.value;
  };
}
