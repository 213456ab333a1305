const MAX_SHOWN_LENGTH = 200;

/** Describes a wrong value and the expected one: `kebab is not one of …`. */
export function describeMisfit(value: unknown, kind: string): string {
  if (value === undefined) {
    return `is missing. It must be ${kind}`;
  }
  if (value === null || value === '') {
    return `has no value. It must be ${kind}`;
  }
  return `${shown(value)} is not ${kind}`;
}

function shown(value: unknown): string {
  if (typeof value === 'object') {
    return Array.isArray(value) ? 'a list' : 'an object';
  }
  // Keeps the user and password of a URL out of the log.
  const text = String(value).replace(/\/\/[^/]*@/, '//***@');
  const quoted = text.trim() === text ? text : JSON.stringify(text);
  return quoted.slice(0, MAX_SHOWN_LENGTH);
}
