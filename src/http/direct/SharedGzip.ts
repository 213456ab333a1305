import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, deflateRawSync } from 'node:zlib';
import type { ResponseStart } from '../../mcp/direct/encodeResponse';
import { remember } from '../../mcp/direct/remember';

/** Deflate, without flags, time or system (RFC 1952 §2.3). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** To be continued: whole blocks up to a byte's end, none of which is the last. */
const OPEN_END = { finishFlush: constants.Z_SYNC_FLUSH };

interface DeflatedStart {
  readonly blocks: Buffer;
  readonly crc: number;
  readonly size: number;
}

/** Compresses texts that begin alike; what they share is compressed once. */
export class SharedGzip {
  readonly #starts = new WeakMap<ResponseStart, Promise<DeflatedStart>>();

  static create(): SharedGzip {
    return new SharedGzip();
  }

  private constructor() {}

  /** The text of both together in gzip format (RFC 1952). */
  async compress(start: ResponseStart, end: string): Promise<Buffer> {
    const { blocks, crc, size } = await remember(this.#starts, start, () =>
      deflateStart(start.text),
    );
    const rest = Buffer.from(end);
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc32(rest, crc), 0);
    trailer.writeUInt32LE(size + rest.length, 4);
    return Buffer.concat([HEADER, blocks, deflateRawSync(rest), trailer]);
  }
}

async function deflateStart(text: string): Promise<DeflatedStart> {
  const bytes = Buffer.from(text);
  return {
    blocks: await promisify(deflateRaw)(bytes, OPEN_END),
    crc: crc32(bytes),
    size: bytes.length,
  };
}
