import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

const MIB = 1024 * 1024;

/** What the HTTP edge allows at most, whatever is configured. */
export interface EdgeBounds {
  /** What may wait to be read from one HTTP+SSE stream. */
  readonly unreadStreamBytes: number;
  /** What may wait to be read by one principal, on all connections. */
  readonly unreadPrincipalBytes: number;
  /** How long running calls may take when the backend stops. */
  readonly closeTimeoutMs: number;
}

export const EDGE_BOUNDS: EdgeBounds = {
  // About 40 lists of 200 tools.
  unreadStreamBytes: 8 * MIB,
  // A client that stopped to read all of its connections leaves no more than this.
  unreadPrincipalBytes: 64 * MIB,
  closeTimeoutMs: 10_000,
};

/** A service, so that a test can start a backend with smaller bounds. */
export const edgeBoundsRef = createServiceRef<EdgeBounds>({
  id: 'mcp-actions.edge-bounds',
  defaultFactory: async service =>
    createServiceFactory({ service, deps: {}, factory: () => EDGE_BOUNDS }),
});
