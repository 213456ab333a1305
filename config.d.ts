import { HumanDuration } from '@backstage/types';

/** The effects of an action. */
interface ActionAttributes {
  /** The action may destroy or overwrite something. */
  destructive?: boolean;
  /** The action changes nothing. */
  readOnly?: boolean;
  /** Calling the action again changes nothing more. */
  idempotent?: boolean;
}

/** Matches an action if it matches the glob and has the attributes. */
interface FilterRule {
  /**
   * Glob on the action id with `*`, `?`, `[a-z]` and `{a,b}`, for example
   * `catalog:*`. Absent means any.
   */
  id?: string;
  attributes?: ActionAttributes;
}

interface ToolFilter {
  /** Includes a tool if any of these rules matches. Default: all tools. */
  include?: FilterRule[];
  /** Excludes a tool if any of these rules matches, even if it is included. */
  exclude?: FilterRule[];
}

interface PageLink {
  title: string;
  /** An http or https URL. */
  url: string;
}

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
     * `Start with catalog_query_catalog_entities`. An empty text sends none.
     * Default: names the portal, from `organization.name` and `app.title`, and
     * its plugins.
     */
    instructions?: string;
    /**
     * Whether tool names start with the plugin's id: `catalog_get_entity`
     * rather than `get_entity`. Default: `true`.
     */
    namespacedToolNames?: boolean;
    /** The names under which tools are listed. */
    toolNames?: {
      /**
       * `snake_case` is `catalog_get_catalog_entity`, which every client and
       * model provider accepts. `dotted` is `catalog.get-catalog-entity`, as 0.2
       * listed it. Calls may use both in either case. Default: `snake_case`.
       */
      style?: 'snake_case' | 'dotted';
      /**
       * The maximum length of names, from 16 to 128. Longer names are cut and end
       * in a short hash of the action id. Default: `48`, since model providers
       * accept 64 characters and Claude Code adds the prefix `mcp__backstage__`.
       */
      maxLength?: number;
      /** Further names that a call may use, each with its action id. */
      aliases?: { [alias: string]: string };
    };
    /**
     * `portable` shows input schemas that Claude, OpenAI, Gemini, VS Code and
     * Cursor all accept. `verbatim` shows the actions' own schemas. Default:
     * `portable`.
     */
    schemas?: 'portable' | 'verbatim';
    /**
     * Whether tools list output schemas, and send outputs as structured content
     * as well as text. Default: `true`.
     */
    outputSchemas?: boolean;
    /**
     * Whether to retry a call once if the action's validation refused its
     * arguments. The retry reads them as they were most likely meant: numbers,
     * booleans, lists and objects sent as text, and null for an optional value.
     * Default: `true`.
     */
    coerceArguments?: boolean;
    errors?: {
      /**
       * Globs on the ids of actions whose unknown errors reach the client with
       * their text, instead of a reference to the log. Replaces the default:
       * `[scaffolder:execute-template, scaffolder:dry-run-template, search:query,
       * techdocs:get-techdocs-metadata]`.
       */
      show?: Array<string>;
    };
    /** The cache of the plugins' actions, per principal. */
    cache?: {
      /**
       * How long a list of actions is fresh, for example `30s` or
       * `{ seconds: 30 }`. `0` turns the cache off. A stale list is returned while
       * a new one is fetched. Default: `10s`.
       */
      ttl?: HumanDuration | string | 0;
    };
    /**
     * How long a tool may run before its client gets a timeout error, for example
     * `30s` or `{ seconds: 30 }`. `0` means no limit of this plugin. The platform
     * gives up after 300 s. Default: `4m`.
     */
    callTimeout?: HumanDuration | string | 0;
    /** Limits for each request, and for each user or service. */
    limits?: {
      /**
       * The maximum size of a request body: a number of bytes, or a text such as
       * `10mb`. Larger bodies get a 413. Default: `1mb`.
       */
      bodySize?: number | string;
      /**
       * How many calls of one user or service may run at once in one backend
       * process. Further calls are refused. `0` means no limit. Default: `50`.
       */
      callsInFlight?: number;
      /**
       * How many calls one user or service may make per minute. Further calls are
       * refused. `0` means no limit. Default: `1000`.
       */
      callsPerMinute?: number;
      /**
       * How many of these calls may be of destructive tools. `0` means no limit.
       * Default: `100`.
       */
      destructiveCallsPerMinute?: number;
      /**
       * Where calls per minute are counted: in the `memory` of each backend
       * process, or in Backstage's `cache` for all replicas together. Default:
       * `memory`.
       */
      store?: 'memory' | 'cache';
    };
    /** Lets the permission policy of the portal decide who may use which tool. */
    permissions?: {
      /**
       * Whether to ask the policy for the permission `mcp.tool.use` before a tool
       * is listed or called. A policy that denies unknown permissions then hides
       * all tools. Default: `false`.
       */
      enabled?: boolean;
    };
    /** Limits for the outputs of actions. */
    output?: {
      /**
       * The maximum size of an output: a number of bytes, or a text such as `1mb`.
       * The minimum is `2kb`. A larger output is cut and says so. It stays valid
       * JSON of the same shape. `0` means no limit. Default: `200kb`.
       */
      maxSize?: number | string;
    };
    /**
     * Whether the fast path handles common requests without the HTTP layer of the
     * MCP SDK, which costs more than the rest of this plugin. Turn it off to find
     * out whether it causes a problem. Default: `true`.
     */
    directAnswers?: boolean;
    /** The default server at `/api/mcp-actions/v1`. */
    default?: {
      /**
       * Whether it is served. Turn it off to serve only the named servers.
       * Default: `true`.
       */
      enabled?: boolean;
      /** Which tools it has. Default: all. */
      filter?: ToolFilter;
    };
    /**
     * Further servers, each at `/api/mcp-actions/v1/<key>`. A key has lowercase
     * letters, digits and hyphens. You cannot use `sse` while the default server
     * has HTTP+SSE.
     */
    servers?: {
      [key: string]: {
        /** The name that clients show. */
        name: string;
        /** What the server is for, one sentence that clients may show. */
        description?: string;
        /**
         * How a model should use the server's tools. An empty text sends none.
         * Default: as for the default server.
         */
        instructions?: string;
        /** Which tools it has. Default: all. */
        filter?: ToolFilter;
      };
    };
    /**
     * Overrides what the authors of actions declared, by action id, for example
     * `catalog:unregister-entity`.
     */
    overrides?: {
      [actionId: string]: {
        /**
         * The name under which it is listed, for example `find_entities`: 1 to 64
         * letters, digits, underscores and hyphens, and dots if the style is
         * `dotted`. Each action needs a different name. Calls by its other names
         * still work. Default: derived from the action id.
         */
        name?: string;
        /** The title that clients show. */
        title?: string;
        /** The description that a model reads. */
        description?: string;
        /** Hides the action from all servers. Default: `false`. */
        hidden?: boolean;
        /** The effects of the action. Filters and hints depend on them. */
        attributes?: {
          /** The action may destroy or overwrite something. */
          destructive?: boolean;
          /** The action changes nothing. */
          readOnly?: boolean;
          /** Calling the action again changes nothing more. */
          idempotent?: boolean;
          /**
           * The action reaches beyond the portal. Unattended agents may then refuse
           * to call it. Default: `false`.
           */
          openWorld?: boolean;
        };
        /**
         * The maximum size of this action's output, for example `50kb`. Default:
         * `output.maxSize`.
         */
        maxOutputSize?: number | string;
        /**
         * Names of inputs that AI clients neither see nor may send. Default:
         * `[secrets]` for `scaffolder:execute-template`, none for other actions.
         */
        withheldInputs?: string[];
      };
    };
    /** OpenTelemetry spans. */
    tracing?: {
      capture?: {
        /**
         * Whether the span of a call carries its arguments and output, as
         * `gen_ai.tool.call.arguments` and `gen_ai.tool.call.result`. They may
         * hold personal data and secrets. Default: `false`.
         */
        toolPayload?: boolean;
      };
    };
    /**
     * Browser pages that may send requests, besides those of
     * `backend.cors.origin`, `app.baseUrl` and `backend.baseUrl`: origins or globs
     * on them, for example `https://*.example.com` or `chrome-extension://*`. `*`
     * allows every page. Default: none.
     */
    allowedOrigins?: string | string[];
    /** The deprecated HTTP+SSE transport at `/api/mcp-actions/v1/sse`. */
    sse?: {
      /** Whether it is served. Default: `true`. */
      enabled?: boolean;
      /**
       * How many streams may be open at once in one backend process. Further
       * streams get a 503. Default: `1000`.
       */
      maxSessions?: number;
      /**
       * How many streams one user or service may have. Further streams get a 429.
       * Default: `100`.
       */
      maxSessionsPerPrincipal?: number;
    };
    /** The page that a browser gets at the address of a server. */
    page?: {
      /** Whether it is served. Default: `true`. */
      enabled?: boolean;
      /** The platform team's own help, shown on the page. */
      links?: PageLink[];
    };
    /**
     * How MCP clients find out how to sign users in. OAuth is on if
     * `authorizationServers` is set, or if the auth backend has static clients,
     * Client ID Metadata Documents or Dynamic Client Registration.
     */
    oauth?: {
      /**
       * Issuer URLs of an identity provider in front of this backend, for example
       * `https://id.example.com/realms/acme`. The backend must accept its access
       * tokens. Default: the auth backend.
       */
      authorizationServers?: Array<string>;
      /** Scopes that clients should request. Default: `[openid]`. */
      scopesSupported?: Array<string>;
      /**
       * Whether to add `offline_access` to these scopes, so that clients of the
       * 2025 protocol revisions request a refresh token. Default: `true` if
       * `auth.experimentalRefreshToken.enabled` is `true` or `scopesSupported`
       * contains it.
       */
      offlineAccess?: boolean;
    };
  };
}
