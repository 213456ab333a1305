/** A request as it goes over the wire, for who sends a part of it or reads no answer. */
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
