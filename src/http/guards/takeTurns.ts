import { AsyncResource } from 'node:async_hooks';
import type { Socket } from 'node:net';
import type { RequestHandler } from 'express';

/** No MCP client is known to send a request before it has the answer to the last. */
const MAX_WAITING = 32;

/**
 * Works on one request of a connection at a time. A client may send further ones
 * before it reads the answer to the first (RFC 9112 §9.3.2), and Node.js would
 * keep all the answers in memory until it does. Here a request waits until the
 * answers before it were taken, so a client that does not read stalls itself.
 * The connection of a client that goes on sending is closed; what it did not get an
 * answer to it may send again (RFC 9112 §9.3.2).
 */
export function takeTurns(): RequestHandler {
  const waiting = new WeakMap<Socket, number>();
  return function turnKeeper({ socket }, res, next) {
    // A response has no socket until those before it are finished.
    if (res.socket) {
      next();
      return;
    }
    const others = waiting.get(socket) ?? 0;
    if (others >= MAX_WAITING) {
      // A refusal would wait in its turn as well, and cost as much memory.
      socket.destroy();
      return;
    }
    waiting.set(socket, others + 1);
    // In the context of this request, not of the one that made room.
    const proceed = AsyncResource.bind(() => {
      waiting.set(socket, waiting.get(socket)! - 1);
      next();
    });
    // It never comes when the connection closes before.
    res.once('socket', () => process.nextTick(proceed));
  };
}
