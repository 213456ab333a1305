import type { Response } from 'express';

/** Proxies commonly end a silent connection after 30 to 60 s. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Headers of an event stream; with `no-transform` the platform's compression
 * does not hold events back, and nginx does not with the last one.
 */
export const EVENT_STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  Connection: 'keep-alive',
  'X-Accel-Buffering': 'no',
};

/** Writes a comment now and then, until the response closes. */
export function keepAlive(res: Response, beforeComment?: () => void): void {
  const timer = setInterval(() => {
    // A client that reads slowly keeps an ended response open, and has enough to
    // read of any other.
    if (!res.writableEnded && !res.writableNeedDrain) {
      beforeComment?.();
      res.write(': keep-alive\n\n');
    }
  }, KEEP_ALIVE_MS).unref();
  res.once('close', () => clearInterval(timer));
}

/** One JSON-RPC message as an event. */
export function toEvent(message: string): string {
  return `event: message\ndata: ${message}\n\n`;
}
