/// <reference lib="es2024.string" />

/**
 * Replaces each lone surrogate by U+FFFD, in keys as well. Returns the same
 * value when there is none. Expects JSON, which has no cycles.
 *
 * @remarks JSON escapes lone surrogates, and strict clients refuse the whole
 * message because of one (RFC 8259 §8.2).
 */
export function wellFormed<T>(value: T): T {
  return isWellFormed(value) ? value : (replaceIn(value) as T);
}

/** Without recursion, since values may nest deeper than the stack. */
function isWellFormed(value: unknown): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') {
      if (!next.isWellFormed()) {
        return false;
      }
    } else if (Array.isArray(next)) {
      next.forEach(item => open.push(item));
    } else if (typeof next === 'object' && next !== null) {
      Object.entries(next).forEach(([key, item]) => open.push(key, item));
    }
  }
  return true;
}

function replaceIn(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.toWellFormed();
  }
  if (Array.isArray(value)) {
    return value.map(replaceIn);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        replaceIn(key),
        replaceIn(item),
      ]),
    );
  }
  return value;
}
