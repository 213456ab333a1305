import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { CallContext, Tool } from '../tools/types';
import { maskUnexpected } from './maskUnexpected';
import type { ObservedTools } from './ObservedTools';

/**
 * The whole of a `tools/list`.
 *
 * @throws ProtocolError, whatever the reason; for a cursor, since the list has
 * one page.
 */
export async function listTools(
  { tools, observe, logger }: ObservedTools,
  context: CallContext,
  cursor?: string,
): Promise<readonly Tool[]> {
  if (cursor !== undefined) {
    const message = 'Unknown cursor: the list has one page';
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
  }
  try {
    return await observe({ method: 'tools/list', context }, () =>
      tools.list(context),
    );
  } catch (thrown) {
    throw maskUnexpected(thrown, { method: 'tools/list', logger }).error;
  }
}
