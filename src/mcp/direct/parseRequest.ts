import type { JsonObject } from '@backstage/types';
import {
  CLIENT_INFO_META_KEY,
  classifyInboundRequest,
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  type InboundClassificationOutcome,
  isInitializeRequest,
  type JSONRPCRequest,
  type ProgressToken,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import type { ProtocolContext } from '../../tools/types';
import { MODERN_VERSION } from '../modernVersion';

/** As Node has them: names in lower case. */
type Headers = NodeJS.Dict<string | string[]>;

/** A request that is answered without the SDK's HTTP layer. */
export interface UsualRequest {
  readonly id: JSONRPCRequest['id'];
  readonly method:
    'initialize' | 'server/discover' | 'tools/list' | 'tools/call';
  readonly params: JsonObject;
  readonly era: ProtocolContext['era'];
  /** Revision of the request; of `initialize`, the one that it asks for. */
  readonly version: string;
  readonly progressToken?: ProgressToken;
  readonly client?: { readonly name?: string; readonly version?: string };
}

const TOOL_PARAMS = { 'tools/list': [], 'tools/call': ['name', 'arguments'] };

/** The methods of each era, and their parameters beside `_meta`; any other is for the SDK. */
const PARAMS: Record<
  UsualRequest['era'],
  Readonly<Record<string, readonly string[]>>
> = {
  legacy: {
    ...TOOL_PARAMS,
    initialize: ['protocolVersion', 'capabilities', 'clientInfo'],
  },
  modern: { ...TOOL_PARAMS, 'server/discover': [] },
};

/** A name that a header cannot carry as it is (MCP 2026-07-28, Streamable HTTP). */
const ENCODED_NAME = /^=\?base64\?.*\?=$/;

/**
 * The request, if it is one of the usual ones and in perfect order. Everything
 * else, and so every refusal, is left to the SDK.
 */
export function parseRequest(
  body: unknown,
  headers: Headers,
): UsualRequest | undefined {
  const route = classifyInboundRequest({
    httpMethod: 'POST',
    protocolVersionHeader: headers['mcp-protocol-version'] as string,
    mcpMethodHeader: headers['mcp-method'] as string,
    mcpNameHeader: headers['mcp-name'] as string,
    body,
  });
  const version = versionOf(route, body, headers);
  const era = route.kind === 'modern' ? 'modern' : 'legacy';
  if (!version || !hasUsualParams(body as JSONRPCRequest, era)) {
    return undefined;
  }
  const { id, method, params = {} } = body as JSONRPCRequest;
  const meta = (params._meta ?? {}) as Record<string, unknown>;
  return {
    id,
    method: method as UsualRequest['method'],
    params: params as JsonObject,
    era,
    version,
    progressToken: meta.progressToken as ProgressToken | undefined,
    // Before 2026-07-28 nothing checks it.
    ...(era === 'modern' && {
      client: meta[CLIENT_INFO_META_KEY] as UsualRequest['client'],
    }),
  };
}

/** The revision to answer in; nothing when the SDK has to have a look. */
function versionOf(
  route: InboundClassificationOutcome,
  body: unknown,
  headers: Headers,
): string | undefined {
  const version = headers['mcp-protocol-version'] as string | undefined;
  if (route.kind === 'modern') {
    return route.messageKind === 'request' &&
      version === MODERN_VERSION &&
      version === route.classification.revision &&
      hasMatchingHeaders(route.message, headers)
      ? version
      : undefined;
  }
  if (route.kind === 'reject') {
    return undefined;
  }
  switch (route.reason) {
    case 'initialize':
      return isInitializeRequest(body)
        ? ifSupported(body.params.protocolVersion)
        : undefined;
    case 'no-claim':
      return ifSupported(version ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION);
    default:
      return undefined;
  }
}

function ifSupported(version: string): string | undefined {
  return SUPPORTED_PROTOCOL_VERSIONS.includes(version) ? version : undefined;
}

/** MCP 2026-07-28, Streamable HTTP, standard request headers. */
function hasMatchingHeaders(
  { method, params }: JSONRPCRequest,
  headers: Headers,
): boolean {
  return (
    headers['mcp-method'] === method &&
    (method !== 'tools/call' ||
      (headers['mcp-name'] === params?.name &&
        !ENCODED_NAME.test(String(params?.name))))
  );
}

function hasUsualParams(
  request: JSONRPCRequest,
  era: UsualRequest['era'],
): boolean {
  const { method, params = {} } = request;
  const known = Object.hasOwn(PARAMS[era], method)
    ? PARAMS[era][method]
    : undefined;
  if (!known) {
    return false;
  }
  const { _meta, ...others } = params;
  return (
    Object.keys(others).every(key => known.includes(key)) &&
    (method !== 'tools/call' ||
      (typeof params.name === 'string' &&
        (params.arguments === undefined || isObject(params.arguments))))
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
