import type { Request, RequestHandler, Response } from 'express';
import type { AuditTrail } from './AuditTrail';
import type { Instruments } from './instruments';
import { ATTRIBUTES, protocolVersionLabel } from './semanticConventions';

type Transport = 'streamable-http' | 'http+sse';

const STREAM_PATHS = ['/sse', '/sse/'];

export interface ObserveConnectionsOptions {
  serverKey: string;
  trail: AuditTrail;
  sessionDuration: Instruments['sessionDuration'];
}

/**
 * Audits and measures what MCP calls a session: one request of the stateless
 * Streamable HTTP, or one HTTP+SSE stream. Registers its close handler before
 * the first await, so that no connection is missed.
 */
export function observeConnections(
  options: ObserveConnectionsOptions,
): RequestHandler {
  return function connectionObserver(req, res, next) {
    const transport = transportOf(req);
    if (transport) {
      observe({ ...options, transport }, req, res);
    }
    next();
  };
}

/**
 * Undefined for requests that neither open a stream nor carry their own
 * message.
 */
function transportOf(req: Request): Transport | undefined {
  if (req.method === 'POST' && req.path === '/') {
    return 'streamable-http';
  }
  // Express ignores case and a trailing slash.
  const opensStream = STREAM_PATHS.includes(req.path.toLowerCase());
  return req.method === 'GET' && opensStream ? 'http+sse' : undefined;
}

function observe(
  options: ObserveConnectionsOptions & { transport: Transport },
  req: Request,
  res: Response,
): void {
  const { serverKey, transport, trail, sessionDuration } = options;
  const start = performance.now();
  const record = trail.start('connections', {
    eventId: 'connection',
    request: req,
    meta: { transport, server: serverKey, actionType: 'established' },
  });
  res.once('close', () => {
    const durationSeconds = (performance.now() - start) / 1000;
    const { statusCode } = res;
    const isRefused = statusCode >= 400;
    sessionDuration.record(durationSeconds, {
      [ATTRIBUTES.serverKey]: serverKey,
      [ATTRIBUTES.transport]: transport,
      [ATTRIBUTES.protocolVersion]: protocolVersionLabel(versionOf(req)),
      [ATTRIBUTES.networkTransport]: 'tcp',
      [ATTRIBUTES.networkProtocol]: 'http',
      ...(isRefused && { [ATTRIBUTES.errorType]: `${statusCode}` }),
    });
    const meta = {
      actionType: 'closed',
      statusCode,
      durationMs: Math.round(durationSeconds * 1000),
    };
    const { cutOffBecause } = res.locals;
    if (cutOffBecause !== undefined) {
      record.fail({ name: 'Error', message: cutOffBecause }, meta);
    } else if (isRefused) {
      const message = `Refused with HTTP status ${statusCode}`;
      record.fail({ name: 'Error', message }, meta);
    } else if (transport === 'streamable-http' && !res.writableFinished) {
      const message = 'The client left before the answer';
      record.fail({ name: 'AbortError', message }, meta);
    } else {
      record.succeed(meta);
    }
  });
}

/** The revision that the request names, wherever its era puts it. */
function versionOf(req: Request): unknown {
  const params = req.body?.params;
  return (
    req.get('mcp-protocol-version') ??
    params?._meta?.['io.modelcontextprotocol/protocolVersion'] ??
    params?.protocolVersion
  );
}
