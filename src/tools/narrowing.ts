import type { Narrowing } from './types';

/** Leaves everything in. */
export const NO_NARROWING: Narrowing = {
  readOnly: false,
  toolsets: [],
  tools: [],
  excludedTools: [],
};

/** What both leave in. */
export function narrowWithin(outer: Narrowing, inner: Narrowing): Narrowing {
  if (outer === NO_NARROWING) {
    return inner;
  }
  return inner === NO_NARROWING ? outer : { ...inner, within: outer };
}
