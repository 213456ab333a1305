import { createServer } from 'node:net';
import { listen } from './listen.mjs';

/** Finds a free port for a process that is about to start. */
export async function freePort() {
  const { port, close } = await listen(createServer());
  await close();
  return port;
}
