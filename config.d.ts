export interface Config {
  mcpActions?: {
    /**
     * The name that clients show for the default server at
     * `/api/mcp-actions/v1`. Default: `backstage`.
     */
    name?: string;
    /** What the default server is for, one sentence that clients may show. */
    description?: string;
    /**
     * How a model should use the default server's tools, for example
     * `Start with catalog_query_catalog_entities`.
     */
    instructions?: string;
    /** The deprecated HTTP+SSE transport at `/api/mcp-actions/v1/sse`. */
    sse?: {
      /** Whether it is served. Default: `true`. */
      enabled?: boolean;
      /**
       * How many streams may be open at once in one backend process; further
       * ones get a 503. Default: `1000`.
       */
      maxSessions?: number;
    };
  };
}
