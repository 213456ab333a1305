import { createServer } from 'node:net';
import { listen } from './listen.mjs';

/** A port on which nothing listens, for a process that is about to. */
export async function freePort() {
  const { port, close } = await listen(createServer());
  await close();
  return port;
}
