import { once } from 'node:events';
import { connect } from 'node:net';
import { mockCredentials } from '@backstage/backend-test-utils';

/** Posts an incomplete message. Resolves once the server waits for the rest. */
export async function beginUpload(
  url: string,
  authorization = mockCredentials.user.header(),
) {
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname);
  const closed = once(socket, 'close');
  socket.on('error', () => {});
  socket.write(
    [
      `POST ${pathname}${search} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      `Authorization: ${authorization}`,
      'Content-Type: application/json',
      'Content-Length: 1000',
      'Expect: 100-continue',
      '',
      '{"jsonrpc"',
    ].join('\r\n'),
  );
  await once(socket, 'data');
  return { closed, destroy: () => socket.destroy() };
}
