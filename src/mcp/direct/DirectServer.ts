import {
  type CallToolResult,
  ProtocolError,
  SERVER_INFO_META_KEY,
  type Server,
} from '@modelcontextprotocol/server';
import type { CallContext, Tool, ToolService } from '../../tools/types';
import { type Caller, toAuthInfo } from '../caller';
import { askSdk } from './askSdk';
import {
  createMcpServer,
  type CreateMcpServerOptions,
  serverInfoOf,
} from '../createMcpServer';
import {
  type AnswerStart,
  type DirectAnswer,
  endAnswer,
  errorAnswer,
  startAnswer,
} from './directAnswer';
import { remember } from './remember';
import { toCallContext } from '../toCallContext';
import type { DirectRequest } from './toDirectRequest';
import {
  type CallParams,
  createToolHandlers,
  type ToolHandlers,
} from '../toolHandlers';
import { type ProgressNotification, withProgress } from '../withProgress';
import { withStructuredText } from '../withStructuredText';

export type DirectServerOptions = Pick<
  CreateMcpServerOptions,
  'definition' | 'tools' | 'logger'
>;

/** The HTTP request that a message came in. */
export interface DirectExchange {
  readonly caller: Caller;
  /** Tells whether the client left. */
  readonly signal: CallContext['signal'];
  notify(notification: ProgressNotification): void;
}

/**
 * Answers the usual requests without the SDK's web requests, streams and
 * per-message validation, which are about a fifth of a whole `tools/call`. What
 * is the same for everybody, or for everybody with the same tools, is asked of
 * the SDK once and remembered as text; only results of calls are encoded here.
 */
export class DirectServer {
  readonly #options: DirectServerOptions;
  readonly #handlers: ToolHandlers;
  /** Never connected: knows how results look before 2026-07-28. */
  readonly #projector: Server;
  /** By method and revision, of which there are few. */
  readonly #introductions = new Map<string, Promise<AnswerStart>>();
  readonly #listings = {
    legacy: new WeakMap<readonly Tool[], Promise<AnswerStart>>(),
    modern: new WeakMap<readonly Tool[], Promise<AnswerStart>>(),
  };

  static create(options: DirectServerOptions): DirectServer {
    return new DirectServer(options);
  }

  private constructor(options: DirectServerOptions) {
    this.#options = options;
    this.#handlers = createToolHandlers(options.tools, options.logger);
    this.#projector = this.#createServer('legacy', options.tools);
  }

  async answer(
    request: DirectRequest,
    exchange: DirectExchange,
  ): Promise<DirectAnswer> {
    const { id, method } = request;
    const end = endAnswer(id);
    try {
      if (method === 'tools/call') {
        const result = await this.#call(request, exchange);
        return { text: startAnswer(result).text + end };
      }
      const start =
        method === 'tools/list'
          ? await this.#list(request, exchange)
          : await this.#introduce(request, exchange);
      return { text: start.text + end, parts: { start, end } };
    } catch (error) {
      if (error instanceof ProtocolError) {
        return errorAnswer(error, id);
      }
      throw error;
    }
  }

  #introduce(
    request: DirectRequest,
    exchange: DirectExchange,
  ): Promise<AnswerStart> {
    const key = `${request.method} ${request.version}`;
    return remember(this.#introductions, key, () =>
      this.#askSdk(request, exchange, this.#options.tools),
    );
  }

  async #list(
    request: DirectRequest,
    exchange: DirectExchange,
  ): Promise<AnswerStart> {
    const context = this.#contextOf(request, exchange);
    const tools = await this.#handlers.list(context);
    const list = async () => tools;
    return remember(this.#listings[request.era], tools, () =>
      this.#askSdk(request, exchange, { ...this.#options.tools, list }),
    );
  }

  async #call(
    request: DirectRequest,
    exchange: DirectExchange,
  ): Promise<string> {
    const { progressToken: token, era } = request;
    const { name, arguments: args } = request.params as unknown as CallParams;
    const context = this.#contextOf(request, exchange);
    const { result, outputSchema } = await withProgress(
      { ...exchange, token },
      () => this.#handlers.call(context, { name, arguments: args }),
    );
    return JSON.stringify(
      era === 'modern'
        ? this.#toModernResult(withStructuredText(result))
        : withStructuredText(
            this.#projector.projectCallToolResult(result, outputSchema),
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
    request: DirectRequest,
    { caller }: DirectExchange,
    tools: ToolService,
  ): Promise<AnswerStart> {
    const result = await askSdk(request, {
      server: this.#createServer(request.era, tools),
      authInfo: toAuthInfo(caller),
    });
    return startAnswer(result);
  }

  #createServer(era: DirectRequest['era'], tools: ToolService): Server {
    const transport = 'streamable-http';
    return createMcpServer({ ...this.#options, tools, transport, era });
  }

  #contextOf(
    { params, era, version, client }: DirectRequest,
    { caller, signal }: DirectExchange,
  ): CallContext {
    return toCallContext({
      caller,
      meta: params._meta as Record<string, unknown> | undefined,
      signal,
      serverKey: this.#options.definition.key,
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
