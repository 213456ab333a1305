import {
  isJSONRPCRequest,
  type JSONRPCErrorResponse,
  type JSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
  ProtocolErrorCode,
  type SpecTypeName,
  specTypeSchemas,
} from '@modelcontextprotocol/server';

const MAX_ISSUES = 3;

/** The methods that this server handles. */
const SCHEMAS: ReadonlyMap<string, SpecTypeName> = new Map([
  ['initialize', 'InitializeRequest'],
  ['tools/list', 'ListToolsRequest'],
  ['tools/call', 'CallToolRequest'],
]);

/**
 * Refuses a request with invalid parameters. Returns undefined when they are
 * valid. The SDK would respond with its whole validation report, for most
 * methods as an internal error.
 */
export function refuseParams(body: unknown): JSONRPCErrorResponse | undefined {
  const schema = isJSONRPCRequest(body) && SCHEMAS.get(body.method);
  if (!schema || isUnknownMethod(body)) {
    return undefined;
  }
  const read = specTypeSchemas[schema]['~standard'].validate(body);
  const { issues } = read as Exclude<typeof read, Promise<unknown>>;
  return (
    issues && {
      jsonrpc: '2.0',
      id: body.id,
      error: {
        code: ProtocolErrorCode.InvalidParams,
        message: `Invalid params: ${issues.slice(0, MAX_ISSUES).map(toText).join('; ')}`,
      },
    }
  );
}

/** MCP 2026-07-28 has no `initialize`; requests of that revision name it in `_meta`. */
function isUnknownMethod({ method, params }: JSONRPCRequest): boolean {
  return (
    method === 'initialize' &&
    params?._meta?.[PROTOCOL_VERSION_META_KEY] !== undefined
  );
}

interface Issue {
  message: string;
  path?: ReadonlyArray<PropertyKey | { key: PropertyKey }>;
}

/** For example `clientInfo: expected object, received nothing`. */
function toText({ message, path = [] }: Issue): string {
  const [, ...keys] = path.map(part =>
    String(typeof part === 'object' ? part.key : part),
  );
  const problem = message
    .replace(/^Invalid input: /, '')
    .replace(/received undefined$/, 'received nothing');
  return `${keys.join('.') || 'params'}: ${problem}`;
}
