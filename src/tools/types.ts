import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ErrorLike } from '@backstage/errors';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { RequestFilter } from './requestFilter';
import type { OutputSize } from './output';

/**
 * The maximum length of a tool name. Model providers accept 64 characters, and
 * Claude Code adds the longest known prefix, `mcp__backstage__`.
 */
export const DEFAULT_MAX_TOOL_NAME_LENGTH = 48;

/** The effects of an action, as declared by its author. */
export interface ToolAttributes {
  readonly readOnly: boolean;
  readonly destructive: boolean;
  readonly idempotent: boolean;
}

/** Matches tools by the glob on their action id and by these attributes. */
export interface FilterRule {
  /** A glob on the action id, for example `catalog:*`. Absent means any. */
  readonly id?: string;
  readonly attributes?: Partial<ToolAttributes>;
}

/**
 * The tools that match any of `include` (all if empty) and none of `exclude`.
 */
export interface ToolFilter {
  readonly include: readonly FilterRule[];
  readonly exclude: readonly FilterRule[];
}

/** Includes every tool. */
export const UNFILTERED: ToolFilter = { include: [], exclude: [] };

/** The parts of an MCP server that concern its tools. */
export interface ToolServer {
  /** Names the server in logs, metrics and audit events. */
  readonly key: string;
  readonly filter: ToolFilter;
}

/** The effects of a tool, as clients see them. */
export interface ShownAttributes extends ToolAttributes {
  /** Whether it reaches beyond the portal, as only an operator can declare. */
  readonly openWorld?: boolean;
}

/** An action as AI clients see it. */
export interface Tool {
  /** The unique name that `list` returns and calls use. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The JSON Schema of the arguments, an object at its root. */
  readonly inputSchema: JsonObject;
  /** The JSON Schema of the output, of any type. */
  readonly outputSchema?: JsonObject;
  readonly attributes: ShownAttributes;
  /** The action's id in the Actions Registry, `<pluginId>:<action name>`. */
  readonly actionId: string;
  readonly pluginId: string;
}

/** The parameters of `tools/call`. */
export interface ToolCall {
  /** The tool's name in the call: a listed name or an alias. */
  readonly name: string;
  readonly arguments?: JsonObject;
}

/** Which protocol the client uses. Decided once, at the edge. */
export interface ProtocolContext {
  readonly transport: 'streamable-http' | 'http+sse';
  /** `modern` is 2026-07-28 and later, `legacy` is everything before it. */
  readonly era: 'modern' | 'legacy';
  /** The negotiated revision, for example `2025-11-25`. */
  readonly version: string;
  /** The client's own name for itself, which is not verified. */
  readonly clientName?: string;
  readonly clientVersion?: string;
}

/** A caller that may see tools. */
export interface Viewer {
  readonly credentials: BackstageCredentials;
  /** Two viewers share this key only if they may see the same. */
  readonly viewKey: string;
}

/**
 * Everything that a call needs to know about its caller. Created for each
 * message and passed as the first argument. Never stored or kept by a stream.
 */
export interface CallContext extends Viewer {
  /** Who limits apply to: a user or a service, with any of its tokens. */
  readonly countKey: string;
  /** Aborted when the client leaves or cancels. */
  readonly signal: Pick<AbortSignal, 'aborted'>;
  /** The server that was addressed. */
  readonly server: ToolServer;
  readonly protocol: ProtocolContext;
  readonly requestFilter: RequestFilter;
  /** The caller's W3C Trace Context and Baggage, by header name. */
  readonly traceCarrier: Readonly<Record<string, string>>;
  /** The HTTP request, opaque to the core. */
  readonly request?: unknown;
}

/** The expected results of a call. The protocol edge masks anything thrown. */
export type ToolOutcome =
  | {
      status: 'succeeded';
      tool: Tool;
      /** The output that is sent. Cut if it was too large. */
      output: JsonValue | undefined;
      outputSize?: OutputSize;
      /** What was cut, if the output has no place for the note. */
      note?: string;
      /** Set when the output violates the tool's `outputSchema`. */
      violatesOutputSchema?: boolean;
      /** Set when the arguments had to be coerced. */
      isCoerced?: boolean;
    }
  | {
      status: 'failed';
      tool: Tool;
      /** The whole error, for the audit log and the span only. */
      error: ErrorLike;
      /** What the client may read. */
      message: string;
      /** Set when the arguments were refused and the action did not run. */
      isInputRefused?: true;
      /** Set when the arguments had to be coerced. */
      isCoerced?: boolean;
    }
  | ({ status: 'unknown' } & UnknownTool)
  | {
      status: 'limited';
      /** For the client: the limit, and when to try again. */
      message: string;
    }
  | {
      /** The client left or cancelled before the action started. */
      status: 'cancelled';
      tool: Tool;
    };

/** A tool, with the conversions between it and its action. */
export interface FoundTool {
  readonly tool: Tool;
  /** The name in the call. Default: the name of the tool. */
  readonly askedFor?: string;
  /** Converts the arguments from a client into the action's own input. */
  toInput(args: JsonObject): JsonValue;
  /** Whether the output matches the schema that clients see, if any. */
  acceptsOutput(output: JsonValue | undefined): boolean;
  /** Names of the action's inputs that AI clients may not send. Default: none. */
  readonly withheldInputs?: readonly string[];
  /** Set when the action declares secrets, none of them required. */
  readonly hasOptionalSecrets?: boolean;
}

/** The result for a name without a tool for this caller. */
export interface UnknownTool {
  /** Names of tools that the caller may have meant, closest first. */
  readonly nearest: readonly string[];
  /** Why the caller may not use it. For the audit log and the span only. */
  readonly denial?: ErrorLike;
}

/** The port between the protocol and the domain. */
export interface ToolService {
  list(context: CallContext): Promise<readonly Tool[]>;
  find(context: CallContext, name: string): Promise<FoundTool | UnknownTool>;
  run: RunTool;
}

export type RunTool = (
  context: CallContext,
  found: FoundTool,
  args: JsonObject,
) => Promise<ToolOutcome>;

/** Wraps `run` to stop a call or change how it runs, once a tool is found. */
export type Guard = (run: RunTool) => RunTool;
