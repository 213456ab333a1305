import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

const MIB = 1024 * 1024;

/** Fixed bounds of the HTTP layer. */
export interface EdgeBounds {
  /** Unread bytes of one HTTP+SSE stream. */
  readonly unreadStreamBytes: number;
  /** Unread bytes of one principal, on all its connections. */
  readonly unreadPrincipalBytes: number;
  /** How long running calls may take when the backend stops. */
  readonly closeTimeoutMs: number;
}

export const EDGE_BOUNDS: EdgeBounds = {
  // About 40 lists of 200 tools.
  unreadStreamBytes: 8 * MIB,
  // The most that one principal can keep in memory by not reading any
  // connection.
  unreadPrincipalBytes: 64 * MIB,
  closeTimeoutMs: 10_000,
};

/** A service, so that tests can start a backend with smaller bounds. */
export const edgeBoundsRef = createServiceRef<EdgeBounds>({
  id: 'mcp-actions.edge-bounds',
  defaultFactory: async service =>
    createServiceFactory({ service, deps: {}, factory: () => EDGE_BOUNDS }),
});
