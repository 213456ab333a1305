import { wellFormed } from '../text/wellFormed';

/** The body as it is dispatched, or why it is refused. */
export type ReadMessage =
  { body: unknown; refusal?: undefined } | { refusal: string };

/**
 * Reads the parsed body of a POST, one JSON-RPC message or a batch, as clients
 * mean it: `params: null` and an empty cursor are absent, and texts that an
 * answer may repeat are well-formed. Everything else is left to the SDK.
 */
export function readMessage(body: unknown): ReadMessage {
  const messages = Array.isArray(body) ? body : [body];
  const refusal = messages.map(reasonAgainstId).find(Boolean);
  if (refusal) {
    return { refusal };
  }
  return { body: Array.isArray(body) ? body.map(toUsual) : toUsual(body) };
}

/** An answer under an id that is not the client's would settle another request. */
function reasonAgainstId(message: unknown): string | undefined {
  const id = isObject(message) ? message.id : undefined;
  if (typeof id === 'number' && !Number.isSafeInteger(id)) {
    return 'a number as id is whole and at most 2^53 - 1, since JSON parsers round others';
  }
  return id === wellFormed(id)
    ? undefined
    : 'the id is not well-formed Unicode';
}

function toUsual(message: unknown): unknown {
  if (!isObject(message)) {
    return message;
  }
  const { params, ...envelope } = message;
  if (params === undefined || params === null) {
    return wellFormed(envelope);
  }
  return isObject(params)
    ? { ...wellFormed(envelope), params: toUsualParams(params, envelope) }
    : message;
}

/** Arguments are the action's; it gets them as they were sent. */
function toUsualParams(
  params: Record<string, unknown>,
  { method }: Record<string, unknown>,
): object {
  const { arguments: args, cursor, ...others } = params;
  return {
    ...wellFormed(others),
    ...(args !== undefined && { arguments: args }),
    ...(cursor !== undefined &&
      !(method === 'tools/list' && cursor === '') && { cursor }),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
