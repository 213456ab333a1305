import { rpc } from '../.ci/harness/messages.mjs';
import { openStream } from '../.ci/harness/openStream.mjs';

/** Memory that each of n idle streams takes, on the heap and beside it, in bytes. */
export async function bytesPerIdleStream(target, n) {
  const before = await target.usage({ collect: true });
  const streams = [];
  for (let opened = 0; opened < n; opened += 50) {
    const batch = Array.from({ length: Math.min(50, n - opened) }, () =>
      openStream(target.port, target.token),
    );
    streams.push(...(await Promise.all(batch)));
  }
  const after = await target.usage({ collect: true });
  streams.forEach(stream => stream.close());
  const used = ({ heapUsed, external }) => heapUsed + external;
  return (used(after) - used(before)) / n;
}

/** Calls over one stream per target, with the parameters for it. */
export function sseCall(paramsFor) {
  const streams = new WeakMap();
  let lastId = 0;
  return async target => {
    if (!streams.has(target)) {
      streams.set(target, openStream(target.port, target.token));
    }
    const stream = await streams.get(target);
    lastId += 1;
    const message = rpc(lastId, 'tools/call', paramsFor(target));
    const answered = stream.answer(lastId);
    await target.send(stream.endpoint, message);
    return { status: 200, text: JSON.stringify(await answered) };
  };
}
