/**
 * What one request leaves out of the server's tools. It can only narrow: the
 * server's filter is the ceiling.
 */
export interface Narrowing {
  readonly readOnly: boolean;
  /** Plugin ids whose tools are in. */
  readonly toolsets: readonly string[];
  /** Single tools that are in, beside the toolsets. Nothing in both: all are in. */
  readonly tools: readonly string[];
  readonly excludedTools: readonly string[];
  /** What was left in before: that of the stream which a message came by. */
  readonly within?: Narrowing;
}

/** Leaves everything in. */
export const NO_NARROWING: Narrowing = {
  readOnly: false,
  toolsets: [],
  tools: [],
  excludedTools: [],
};

/** What both leave in. */
export function narrowWithin(outer: Narrowing, inner: Narrowing): Narrowing {
  if (outer === NO_NARROWING) {
    return inner;
  }
  return inner === NO_NARROWING ? outer : { ...inner, within: outer };
}
