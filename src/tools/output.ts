/**
 * The key for MCP content. An output that is an object with a list of MCP
 * content blocks under this key is sent as that content rather than as data.
 */
export const MCP_CONTENT_KEY = '$mcpContent';

/**
 * Bytes of an output as JSON in UTF-8. Counting stops early for large outputs.
 */
export interface OutputSize {
  /** The size of the action's whole output. */
  readonly whole: number;
  /** The size of the output that is sent. Differs only if it was cut. */
  readonly sent: number;
}
