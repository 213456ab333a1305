/**
 * The error for a missing decision, which clients must not read. It is not a
 * Backstage error, so that it is always masked.
 */
export function toUndecidedError(cause: unknown): Error {
  return new Error(
    'mcp.tool.use could not be decided, so no tool may be used. See the cause, and the log of the permission backend',
    { cause },
  );
}
