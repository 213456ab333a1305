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

/** Matches the actions that fit the glob and have the attributes. */
interface FilterRule {
  /**
   * Glob on the action id with `*`, `?`, `[a-z]` and `{a,b}`, for example
   * `catalog:*`. Absent: any.
   */
  id?: string;
  attributes?: ActionAttributes;
}

interface ToolFilter {
  /** A tool is in when any of these rules matches. Default: all tools. */
  include?: FilterRule[];
  /** A tool is out when any of these rules matches, whatever includes it. */
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
     * Default: whose portal it is, by `organization.name` and `app.title`, and
     * which plugins it has.
     */
    instructions?: string;
    /**
     * Whether tool names have the plugin's id in front: `catalog_get_entity`
     * rather than `get_entity`. Default: `true`.
     */
    namespacedToolNames?: boolean;
    /** The names under which tools are listed. */
    toolNames?: {
      /**
       * `snake_case` is `catalog_get_catalog_entity`, which every client and
       * model provider takes; `dotted` is `catalog.get-catalog-entity`, as 0.2
       * listed it. Either way a call may use both. Default: `snake_case`.
       */
      style?: 'snake_case' | 'dotted';
      /**
       * Longest name, from 16 to 128; longer ones end in a short hash of the
       * action id. Default: `48`, since model providers take 64 and Claude Code
       * puts `mcp__backstage__` in front.
       */
      maxLength?: number;
      /** Further names that a call may use, each with its action id. */
      aliases?: { [alias: string]: string };
    };
    /**
     * `portable` shows input schemas that Claude, OpenAI, Gemini, VS Code and
     * Cursor all take; `verbatim` shows those of the actions as they are.
     * Default: `portable`.
     */
    schemas?: 'portable' | 'verbatim';
    /**
     * Whether tools list what they answer, and send answers as structured content
     * beside the text. Default: `true`.
     */
    outputSchemas?: boolean;
    /**
     * Whether arguments that an action's validation refused are tried once more,
     * read as they were most likely meant: numbers, booleans, lists and objects
     * that came as text, and null for what may be absent. Default: `true`.
     */
    coerceArguments?: boolean;
    errors?: {
      /**
       * Globs on the ids of actions whose unknown errors reach the client with
       * their text, in place of a reference to the log. Replaces the default:
       * `[scaffolder:execute-template, scaffolder:dry-run-template, search:query,
       * techdocs:get-techdocs-metadata]`.
       */
      show?: Array<string>;
    };
    /** What is remembered of the plugins' actions, for each principal. */
    cache?: {
      /**
       * How long a list of actions is fresh, for example `30s` or
       * `{ seconds: 30 }`; `0` remembers nothing. An older list is answered while
       * a new one is fetched. Default: `10s`.
       */
      ttl?: HumanDuration | string | 0;
    };
    /**
     * How long a tool may run before the client is told that it did not answer,
     * for example `30s` or `{ seconds: 30 }`; `0` is no limit of this plugin. The
     * platform gives up after 300 s. Default: `4m`.
     */
    callTimeout?: HumanDuration | string | 0;
    /** What one request, and one user or service, may ask for. */
    limits?: {
      /**
       * Largest request body, as a number of bytes or such as `10mb`; larger ones
       * get a 413. Default: `1mb`.
       */
      bodySize?: number | string;
      /**
       * How many calls of one user or service may run at once in one backend
       * process; further ones are refused. `0` is no limit. Default: `50`.
       */
      callsInFlight?: number;
      /**
       * How many calls one user or service may make in a minute; further ones
       * are refused. `0` is no limit. Default: `1000`.
       */
      callsPerMinute?: number;
      /**
       * How many of them may be of tools that may destroy something. `0` is no
       * limit. Default: `100`.
       */
      destructiveCallsPerMinute?: number;
      /**
       * Where the calls per minute are counted: in the `memory` of each backend
       * process, or in Backstage's `cache`, for all replicas together. Default:
       * `memory`.
       */
      store?: 'memory' | 'cache';
    };
    /** Who may use which tool, by the permission policy of the portal. */
    permissions?: {
      /**
       * Whether the policy is asked for the permission `mcp.tool.use` before a
       * tool is listed or called. A policy that denies what it does not know then
       * hides all tools. Default: `false`.
       */
      enabled?: boolean;
    };
    /** How much of an answer a client gets. */
    output?: {
      /**
       * Largest output of an action, as a number of bytes or such as `1mb`, `2kb`
       * at least. A larger one is cut and says so; it stays valid JSON of the same
       * shape. `0` is no bound. Default: `200kb`.
       */
      maxSize?: number | string;
    };
    /**
     * Whether the usual requests are answered without the HTTP layer of the MCP
     * SDK, which costs more than the rest of this plugin. Switch it off to see
     * whether a problem is there. Default: `true`.
     */
    directAnswers?: boolean;
    /** The default server at `/api/mcp-actions/v1`. */
    default?: {
      /**
       * Whether it is served. Switch it off to serve the named servers only.
       * Default: `true`.
       */
      enabled?: boolean;
      /** Which tools it has. Default: all. */
      filter?: ToolFilter;
    };
    /**
     * Further servers, each at `/api/mcp-actions/v1/<key>`. A key is made of
     * lowercase letters, digits and hyphens; `sse` is taken while the default
     * server has HTTP+SSE.
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
     * What you say of single actions in place of their authors, by action id,
     * for example `catalog:unregister-entity`.
     */
    overrides?: {
      [actionId: string]: {
        /**
         * The name under which it is listed, for example `find_entities`: 1 to 64
         * letters, digits, underscores and hyphens, and dots when the style is
         * `dotted`. No two actions may have the same. Calls by its other names
         * still work. Default: made of the action id.
         */
        name?: string;
        /** The title that clients show. */
        title?: string;
        /** What a model reads of the tool. */
        description?: string;
        /** Leaves the action out of all servers. Default: `false`. */
        hidden?: boolean;
        /** The effects of the action; filters and hints depend on these. */
        attributes?: {
          /** The action may destroy or overwrite something. */
          destructive?: boolean;
          /** The action changes nothing. */
          readOnly?: boolean;
          /** Calling the action again changes nothing more. */
          idempotent?: boolean;
          /**
           * The action reaches beyond the portal; agents without a user may then
           * refuse to call it. Default: `false`.
           */
          openWorld?: boolean;
        };
        /**
         * Largest output of this action, as in `output.maxSize`, for example
         * `50kb`. Default: that of `output.maxSize`.
         */
        maxOutputSize?: number | string;
        /**
         * Names of inputs that AI clients neither see nor may send. Default:
         * `[secrets]` for `scaffolder:execute-template`, otherwise none.
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
     * Browser pages that may call, beside those of `backend.cors.origin`,
     * `app.baseUrl` and `backend.baseUrl`: origins or globs on them, for example
     * `https://*.example.com` or `chrome-extension://*`; `*` is any page.
     * Default: none.
     */
    allowedOrigins?: string | string[];
    /** The deprecated HTTP+SSE transport at `/api/mcp-actions/v1/sse`. */
    sse?: {
      /** Whether it is served. Default: `true`. */
      enabled?: boolean;
      /**
       * How many streams may be open at once in one backend process; further
       * ones get a 503. Default: `1000`.
       */
      maxSessions?: number;
      /**
       * How many of them one user or service may have; further ones get a 429.
       * Default: `100`.
       */
      maxSessionsPerPrincipal?: number;
    };
    /** The page that a browser gets at the address of a server. */
    page?: {
      /** Whether it is there. Default: `true`. */
      enabled?: boolean;
      /** The platform team's own help, shown on the page. */
      links?: PageLink[];
    };
    /**
     * How MCP clients learn to sign users in. OAuth is on when
     * `authorizationServers` is set, or when the auth backend's Dynamic Client
     * Registration or Client ID Metadata Documents are enabled.
     */
    oauth?: {
      /**
       * Issuer URLs of an identity provider in front of this backend, for example
       * `https://id.example.com/realms/acme`. The backend must take its access
       * tokens. Default: the auth backend.
       */
      authorizationServers?: Array<string>;
      /** Scopes that clients should ask for. Default: `[openid]`. */
      scopesSupported?: Array<string>;
      /**
       * Whether `offline_access` is among these scopes, which makes clients of the
       * 2025 protocol revisions ask for a refresh token. Default: `true` when
       * `auth.experimentalRefreshToken.enabled` is, or when `scopesSupported`
       * names it.
       */
      offlineAccess?: boolean;
    };
  };
}
