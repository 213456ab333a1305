import { AsyncResource } from 'node:async_hooks';
import type { Socket } from 'node:net';
import type { RequestHandler } from 'express';

/**
 * No known MCP client sends a request on a connection before it has the
 * previous response.
 */
const MAX_WAITING = 32;

/**
 * Handles one request per connection at a time. A client may pipeline requests
 * before it reads the first response (RFC 9112 §9.3.2), and Node.js would keep
 * all the responses in memory. Here a request waits until the earlier responses
 * were read, so a client that does not read only blocks itself. If it keeps
 * sending, its connection is closed. It may send the requests without a
 * response again (RFC 9112 §9.3.2).
 */
export function takeTurns(): RequestHandler {
  const waiting = new WeakMap<Socket, number>();
  return function turnKeeper({ socket }, res, next) {
    // A response gets its socket when the earlier ones have finished.
    if (res.socket) {
      next();
      return;
    }
    const others = waiting.get(socket) ?? 0;
    if (others >= MAX_WAITING) {
      // A refusal would also have to wait, and cost as much memory.
      socket.destroy();
      return;
    }
    waiting.set(socket, others + 1);
    // Binds to the context of this request, not of the one that finished.
    const proceed = AsyncResource.bind(() => {
      waiting.set(socket, waiting.get(socket)! - 1);
      next();
    });
    // This event never comes when the connection closes first.
    res.once('socket', () => process.nextTick(proceed));
  };
}
