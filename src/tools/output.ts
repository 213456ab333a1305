/**
 * An output that is an object with this key, and a list of MCP content blocks
 * there, is sent as that content rather than as data.
 */
export const MCP_CONTENT_KEY = '$mcpContent';

/** Bytes of an output as JSON in UTF-8; large ones are not counted to their end. */
export interface OutputSize {
  /** What the action answered. */
  readonly whole: number;
  /** What is left of it when it was cut, otherwise the same. */
  readonly sent: number;
}
