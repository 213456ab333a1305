const DENIED = 'Permission denied. Ask the operators of the portal for access';

/**
 * What a client reads of an error without a message. Backstage's own permission
 * checks throw `new NotAllowedError()`.
 */
export function unsaidReason(
  name: string,
  defaultValue = 'No reason given',
): string {
  return name === 'NotAllowedError' ? DENIED : defaultValue;
}
