import { Agent } from 'node:http';
import { headersOf } from './messages.mjs';
import { send } from './send.mjs';

/** Node closes an idle connection after 5 s, and a request on it would be lost. */
const IDLE_MS = 4_000;

/**
 * Sends requests of one principal on connections that are kept open.
 *
 * @param repeats - as of `send`
 */
export function createSender(port, token, { maxSockets = 16, repeats } = {}) {
  const timeout = IDLE_MS;
  const agent = new Agent({ keepAlive: true, maxSockets, timeout });
  const as = ownToken => {
    const own = headersOf(ownToken);
    return (path, body, more = {}) =>
      send({
        agent,
        port,
        path,
        repeats,
        ...more,
        body,
        headers: { ...own, ...more.headers },
      });
  };
  return {
    send: as(token),
    /** Sends as another principal, on the same connections. */
    as,
    close: () => agent.destroy(),
  };
}
