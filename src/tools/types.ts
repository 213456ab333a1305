import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ErrorLike } from '@backstage/errors';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { RequestFilter } from './requestFilter';
import type { OutputSize } from './output';

/**
 * Longest tool name. Model providers take 64 characters; Claude Code puts the
 * longest known prefix in front, `mcp__backstage__`, which leaves 48.
 */
export const DEFAULT_MAX_TOOL_NAME_LENGTH = 48;

/** What the author of an action declared about its effects. */
export interface ToolAttributes {
  readonly readOnly: boolean;
  readonly destructive: boolean;
  readonly idempotent: boolean;
}

/** Matches a tool whose action id fits the glob and whose attributes are these. */
export interface FilterRule {
  /** Glob on the action id, for example `catalog:*`. Absent: any. */
  readonly id?: string;
  readonly attributes?: Partial<ToolAttributes>;
}

/** Which tools a server has: any of `include` (all when empty), none of `exclude`. */
export interface ToolFilter {
  readonly include: readonly FilterRule[];
  readonly exclude: readonly FilterRule[];
}

/** Leaves every tool in. */
export const UNFILTERED: ToolFilter = { include: [], exclude: [] };

/** One MCP server, as far as its tools are concerned. */
export interface ToolServer {
  /** Names the server in logs, metrics and audit events. */
  readonly key: string;
  readonly filter: ToolFilter;
}

/** The effects of a tool as clients are shown them. */
export interface ShownAttributes extends ToolAttributes {
  /** Whether it reaches beyond the portal; only an operator can say so. */
  readonly openWorld?: boolean;
}

/** One action as an AI client sees it. */
export interface Tool {
  /** The unique name that `list` gives and `call` resolves. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema of the arguments, an object at its root. */
  readonly inputSchema: JsonObject;
  /** JSON Schema of the output, of any type. */
  readonly outputSchema?: JsonObject;
  readonly attributes: ShownAttributes;
  /** The action's id in the Actions Registry, `<pluginId>:<action name>`. */
  readonly actionId: string;
  readonly pluginId: string;
}

/** The parameters of `tools/call`. */
export interface ToolCall {
  /** The tool's name as the client sent it: listed name or alias. */
  readonly name: string;
  readonly arguments?: JsonObject;
}

/** How the client speaks to us, decided once at the edge. */
export interface ProtocolContext {
  readonly transport: 'streamable-http' | 'http+sse';
  /** `modern` is 2026-07-28 and later, `legacy` is everything before it. */
  readonly era: 'modern' | 'legacy';
  /** The negotiated revision, for example `2025-11-25`. */
  readonly version: string;
  /** As the client names itself; unverified. */
  readonly clientName?: string;
  readonly clientVersion?: string;
}

/** Somebody who may see tools. */
export interface Viewer {
  readonly credentials: BackstageCredentials;
  /** Two viewers share this key only when they may see the same. */
  readonly viewKey: string;
}

/**
 * Everything a call needs to know about its caller. Built once per message,
 * passed as the first argument, never stored and never captured by a stream.
 */
export interface CallContext extends Viewer {
  /** Whom limits count: a user or a service, whichever of its tokens it uses. */
  readonly countKey: string;
  /** Tells whether the client left or cancelled. */
  readonly signal: Pick<AbortSignal, 'aborted'>;
  /** The server that was addressed. */
  readonly server: ToolServer;
  readonly protocol: ProtocolContext;
  readonly requestFilter: RequestFilter;
  /** W3C Trace Context and Baggage of the caller, by header name. */
  readonly traceCarrier: Readonly<Record<string, string>>;
  /** The HTTP request, opaque to the core. */
  readonly request?: unknown;
}

/**
 * Expected ends of a call. Anything unexpected is thrown, and masked at the
 * protocol edge.
 */
export type ToolOutcome =
  | {
      status: 'succeeded';
      tool: Tool;
      /** As it is sent: cut, if it was too large. */
      output: JsonValue | undefined;
      outputSize?: OutputSize;
      /** What was cut, where the output has no place to say so. */
      note?: string;
      /** Set when the output is not what the tool's `outputSchema` says. */
      violatesOutputSchema?: boolean;
      /** Set when the arguments had to be read as what they most likely meant. */
      isCoerced?: boolean;
    }
  | {
      status: 'failed';
      tool: Tool;
      /** The whole error: for the audit log and the span only. */
      error: ErrorLike;
      /** What the client may read. */
      message: string;
      /** Set when the arguments were refused, so that the action did not run. */
      isInputRefused?: true;
      /** Set when the arguments had to be read as what they most likely meant. */
      isCoerced?: boolean;
    }
  | ({ status: 'unknown' } & UnknownTool)
  | {
      status: 'limited';
      /** What the client may read: the limit, and when to try again. */
      message: string;
    }
  | {
      /** The client left or cancelled before the action started. */
      status: 'cancelled';
      tool: Tool;
    };

/** A tool, and the ways between it and its action. */
export interface FoundTool {
  readonly tool: Tool;
  /** The name that the client used. Default: that of the tool. */
  readonly askedFor?: string;
  /** The arguments that a client sent, as the action itself wants them. */
  toInput(args: JsonObject): JsonValue;
  /** Whether the output keeps to the schema that clients were shown, if any. */
  acceptsOutput(output: JsonValue | undefined): boolean;
  /** Names of the action's inputs that AI clients may not send. Default: none. */
  readonly withheldInputs?: readonly string[];
  /** Set when the action declares secrets, none of them required. */
  readonly hasOptionalSecrets?: boolean;
}

/** There is no such tool for this caller. */
export interface UnknownTool {
  /** Names of tools that the caller may have meant, closest first. */
  readonly nearest: readonly string[];
  /** Why it may not be used, if it is there: for the audit log and the span only. */
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

/** May stop a call, or change how it runs. Knows the tool, which was found before. */
export type Guard = (run: RunTool) => RunTool;
