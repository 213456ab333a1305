import {
  type BackendFeature,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  EDGE_BOUNDS,
  type EdgeBounds,
  edgeBoundsRef,
} from '../http/edgeBounds';

/** Starts a backend with other bounds of the HTTP edge than the usual ones. */
export function smallBounds(bounds: Partial<EdgeBounds>): BackendFeature {
  return createServiceFactory({
    service: edgeBoundsRef,
    deps: {},
    factory: () => ({ ...EDGE_BOUNDS, ...bounds }),
  });
}
