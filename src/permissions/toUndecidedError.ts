/**
 * A failure to decide, which a client must not read: no error of Backstage, so
 * that it is masked whatever caused it.
 */
export function toUndecidedError(cause: unknown): Error {
  return new Error(
    'mcp.tool.use could not be decided, so no tool may be used. See the cause, and the log of the permission backend',
    { cause },
  );
}
