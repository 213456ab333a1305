import { mb } from '../harness/report.mjs';
import { leftovers } from './startToolsBackend.mjs';

/**
 * What is left in a backend once its clients are gone: no handle, stream or call
 * more than before, little memory, nothing uncaught, prototypes as they were.
 */
export async function checkCalm(check, { backend, before, maxKeptMb }) {
  const after = await backend.settled(before);
  const left = leftovers(after, before);
  const { faults } = backend;
  const keptMb = after.usedMb - before.usedMb;
  check(left.length === 0, `left over: ${left}`);
  check(keptMb < maxKeptMb, `keeps ${mb(keptMb)}`);
  check(faults.length === 0, JSON.stringify(faults.slice(0, 5)));
  check(after.polluted.length === 0, `polluted: ${after.polluted}`);
  return {
    after,
    figures: `memory ${mb(before.usedMb)} before, ${mb(after.usedMb)} after; left over ${left.length}, uncaught ${faults.length}`,
  };
}
