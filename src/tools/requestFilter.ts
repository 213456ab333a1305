/**
 * The tools that one request includes. It can only narrow the server's filter.
 */
export interface RequestFilter {
  readonly readOnly: boolean;
  /** Ids of plugins with tools to include. */
  readonly toolsets: readonly string[];
  /**
   * Single tools to include, besides the toolsets. If both are empty, all are
   * included.
   */
  readonly tools: readonly string[];
  readonly excludedTools: readonly string[];
  /** The filter of the stream that a message arrived on. */
  readonly within?: RequestFilter;
}

/** Includes everything. */
export const NO_REQUEST_FILTER: RequestFilter = {
  readOnly: false,
  toolsets: [],
  tools: [],
  excludedTools: [],
};

/** Includes what both filters include. */
export function filterWithin(
  outer: RequestFilter,
  inner: RequestFilter,
): RequestFilter {
  if (outer === NO_REQUEST_FILTER) {
    return inner;
  }
  return inner === NO_REQUEST_FILTER ? outer : { ...inner, within: outer };
}
