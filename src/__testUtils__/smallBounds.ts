import {
  type BackendFeature,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  EDGE_BOUNDS,
  type EdgeBounds,
  edgeBoundsRef,
} from '../http/edgeBounds';

/** Overrides the fixed bounds of the HTTP layer. */
export function smallBounds(bounds: Partial<EdgeBounds>): BackendFeature {
  return createServiceFactory({
    service: edgeBoundsRef,
    deps: {},
    factory: () => ({ ...EDGE_BOUNDS, ...bounds }),
  });
}
