const DENIED = 'Permission denied. Ask the operators of the portal for access';

/**
 * Returns the text that a client reads in place of an empty error message.
 * Backstage's own permission checks throw `new NotAllowedError()`.
 */
export function unsaidReason(
  name: string,
  defaultValue = 'No reason given',
): string {
  return name === 'NotAllowedError' ? DENIED : defaultValue;
}
