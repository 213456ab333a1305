import { EDGE_BOUNDS } from './edgeBounds';

it('bounds what waits to be read, and how long a stop waits for calls', () => {
  expect(EDGE_BOUNDS).toEqual({
    unreadStreamBytes: 8_388_608,
    unreadPrincipalBytes: 67_108_864,
    closeTimeoutMs: 10_000,
  });
});
