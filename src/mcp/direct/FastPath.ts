import {
  type CallToolResult,
  ProtocolError,
  SERVER_INFO_META_KEY,
  type Server,
} from '@modelcontextprotocol/server';
import type { CallContext, Tool, ToolCall } from '../../tools/types';
import type { Caller } from '../caller';
import { callTool } from '../callTool';
import {
  createMcpServer,
  type CreateMcpServerOptions,
  serverInfoOf,
} from '../createMcpServer';
import { listTools } from '../listTools';
import type { ObservedTools } from '../ObservedTools';
import { toCallContext } from '../toCallContext';
import { type ProgressNotification, withProgress } from '../withProgress';
import { withStructuredText } from '../withStructuredText';
import { askSdk } from './askSdk';
import {
  encodeEnd,
  type EncodedResponse,
  encodeError,
  encodeStart,
  type ResponseStart,
} from './encodeResponse';
import type { UsualRequest } from './parseRequest';
import { remember } from './remember';

export type FastPathOptions = Omit<CreateMcpServerOptions, 'transport' | 'era'>;

/** The HTTP request with a message. */
export interface FastExchange {
  readonly caller: Caller;
  /** Aborts when the client leaves. */
  readonly signal: CallContext['signal'];
  notify(notification: ProgressNotification): void;
}

/**
 * Responds to common requests without the SDK's web requests, streams and
 * per-message validation, which take about half of a `tools/call`.
 * Responses that are equal for everybody, or for everybody with the same tools,
 * come from the SDK once and are cached as text. Only results of calls are
 * encoded here.
 */
export class FastPath {
  readonly #options: FastPathOptions;
  /**
   * Never connected. Used only to convert results for revisions before
   * 2026-07-28.
   */
  readonly #projector: Server;
  /** By method and revision. */
  readonly #introductions = new Map<string, Promise<ResponseStart>>();
  /** By era and list of tools. */
  readonly #listings = {
    legacy: new WeakMap<readonly Tool[], Promise<ResponseStart>>(),
    modern: new WeakMap<readonly Tool[], Promise<ResponseStart>>(),
  };

  static create(options: FastPathOptions): FastPath {
    return new FastPath(options);
  }

  private constructor(options: FastPathOptions) {
    this.#options = options;
    this.#projector = this.#createServer('legacy', options);
  }

  async answer(
    request: UsualRequest,
    exchange: FastExchange,
  ): Promise<EncodedResponse> {
    const { id, method } = request;
    const end = encodeEnd(id);
    try {
      if (method === 'tools/call') {
        const result = await this.#call(request, exchange);
        return { text: encodeStart(result).text + end };
      }
      const start =
        method === 'tools/list'
          ? await this.#list(request, exchange)
          : await this.#introduce(request);
      return { text: start.text + end, parts: { start, end } };
    } catch (error) {
      if (error instanceof ProtocolError) {
        return encodeError(error, id);
      }
      throw error;
    }
  }

  #introduce(request: UsualRequest): Promise<ResponseStart> {
    const key = `${request.method} ${request.version}`;
    return remember(this.#introductions, key, () =>
      this.#askSdk(request, this.#options),
    );
  }

  async #list(
    request: UsualRequest,
    exchange: FastExchange,
  ): Promise<ResponseStart> {
    const context = this.#contextOf(request, exchange);
    const tools = await listTools(this.#options, context);
    return remember(this.#listings[request.era], tools, () =>
      this.#askSdk(request, {
        ...this.#options,
        tools: { ...this.#options.tools, list: async () => tools },
        // The list was already reported above.
        observe: (_operation, run) => run({ found() {}, starts() {} }),
      }),
    );
  }

  async #call(request: UsualRequest, exchange: FastExchange): Promise<string> {
    const { progressToken: token, era } = request;
    const { name, arguments: args } = request.params as unknown as ToolCall;
    const context = this.#contextOf(request, exchange);
    const { result, outputSchema, note } = await withProgress(
      { ...exchange, token },
      () => callTool(this.#options, context, { name, arguments: args }),
    );
    return JSON.stringify(
      era === 'modern'
        ? this.#toModernResult(withStructuredText(result, { note }))
        : withStructuredText(
            this.#projector.projectCallToolResult(result, outputSchema),
            { note },
          ),
    );
  }

  /** MCP 2026-07-28, basic, Result. */
  #toModernResult(result: CallToolResult) {
    const serverInfo = serverInfoOf(this.#options.definition);
    return {
      ...result,
      resultType: 'complete',
      _meta: { ...result._meta, [SERVER_INFO_META_KEY]: serverInfo },
    };
  }

  async #askSdk(
    request: UsualRequest,
    tools: ObservedTools,
  ): Promise<ResponseStart> {
    const server = this.#createServer(request.era, tools);
    return encodeStart(await askSdk(request, server));
  }

  #createServer(era: UsualRequest['era'], tools: ObservedTools): Server {
    const transport = 'streamable-http';
    return createMcpServer({ ...this.#options, ...tools, transport, era });
  }

  #contextOf(
    { params, era, version, client }: UsualRequest,
    { caller, signal }: FastExchange,
  ): CallContext {
    return toCallContext({
      caller,
      meta: params._meta as Record<string, unknown> | undefined,
      signal,
      server: this.#options.definition,
      protocol: {
        transport: 'streamable-http',
        era,
        version,
        clientName: client?.name,
        clientVersion: client?.version,
      },
    });
  }
}
