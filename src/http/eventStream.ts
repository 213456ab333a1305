import type { Response } from 'express';

/** Proxies commonly close a silent connection after 30 to 60 s. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Headers of an event stream. `no-transform` keeps the platform's compression
 * from buffering events, and the last one does the same for nginx.
 */
export const EVENT_STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  Connection: 'keep-alive',
  'X-Accel-Buffering': 'no',
};

/** Writes a comment at intervals, until the response closes. */
export function keepAlive(res: Response, beforeComment?: () => void): void {
  const timer = setInterval(() => {
    // Skips a response that has ended but is still being read, and one that has
    // unread data anyway.
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
