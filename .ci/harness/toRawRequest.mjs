/**
 * A request as sent over the wire, for callers that send only a part or read no
 * response.
 */
export function toRawRequest({ method = 'POST', path, headers, body = '' }) {
  const length = body && { 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries({ host: 'localhost', ...headers, ...length });
  return [
    `${method} ${path} HTTP/1.1`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
}
