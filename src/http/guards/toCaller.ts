import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Request } from 'express';
import type { Caller } from '../../mcp/caller';
import { countKeyOf, viewKeyOf } from '../../tools/callerKeys';
import {
  NO_REQUEST_FILTER,
  type RequestFilter,
} from '../../tools/requestFilter';

const TRACE_HEADERS = ['traceparent', 'tracestate', 'baggage'];
/**
 * Values that switch it off. Any other value narrows, which is the safe
 * default.
 */
const OFF_VALUES = ['', 'false', '0', 'no', 'off'];

/** Reads the caller of a request, and what its headers ask for. */
export function toCaller(
  req: Request,
  credentials: BackstageCredentials,
): Caller {
  return {
    credentials,
    viewKey: viewKeyOf(credentials, req.headers.authorization),
    countKey: countKeyOf(credentials),
    request: req,
    requestFilter: requestFilterOf(req),
    traceCarrier: traceCarrierOf(req),
  };
}

/** The header names are those of GitHub's MCP server. */
function requestFilterOf(req: Request): RequestFilter {
  const readOnly = !OFF_VALUES.includes(
    (req.get('x-mcp-readonly') ?? '').toLowerCase(),
  );
  const toolsets = namesIn(req.get('x-mcp-toolsets'));
  const tools = namesIn(req.get('x-mcp-tools'));
  const excludedTools = namesIn(req.get('x-mcp-exclude-tools'));
  const names = [...toolsets, ...tools, ...excludedTools];
  return readOnly || names.length > 0
    ? { readOnly, toolsets, tools, excludedTools }
    : NO_REQUEST_FILTER;
}

function namesIn(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(Boolean);
}

function traceCarrierOf(req: Request): Record<string, string> {
  return Object.fromEntries(
    TRACE_HEADERS.flatMap(name => {
      const value = req.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
