/**
 * What one request leaves out of the server's tools. It can only narrow: the
 * server's filter is the ceiling.
 */
export interface RequestFilter {
  readonly readOnly: boolean;
  /** Plugin ids whose tools are in. */
  readonly toolsets: readonly string[];
  /** Single tools that are in, beside the toolsets. Nothing in both: all are in. */
  readonly tools: readonly string[];
  readonly excludedTools: readonly string[];
  /** What was left in before: that of the stream which a message came by. */
  readonly within?: RequestFilter;
}

/** Leaves everything in. */
export const NO_REQUEST_FILTER: RequestFilter = {
  readOnly: false,
  toolsets: [],
  tools: [],
  excludedTools: [],
};

/** What both leave in. */
export function filterWithin(
  outer: RequestFilter,
  inner: RequestFilter,
): RequestFilter {
  if (outer === NO_REQUEST_FILTER) {
    return inner;
  }
  return inner === NO_REQUEST_FILTER ? outer : { ...inner, within: outer };
}
