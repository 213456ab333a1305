import { wellFormed } from '../text/wellFormed';

/** The body to dispatch, or the reason for a refusal. */
export type ReadMessage =
  { body: unknown; refusal?: undefined } | { refusal: string };

/**
 * Normalizes the parsed body of a POST, which is one JSON-RPC message or a
 * batch: `params: null` and an empty cursor count as absent, and texts that a
 * response may repeat become well-formed. Leaves everything else to the SDK.
 */
export function readMessage(body: unknown): ReadMessage {
  const messages = Array.isArray(body) ? body : [body];
  const refusal = messages.map(reasonAgainstId).find(Boolean);
  if (refusal) {
    return { refusal };
  }
  return { body: Array.isArray(body) ? body.map(toUsual) : toUsual(body) };
}

/** A response with a changed id would settle another request. */
function reasonAgainstId(message: unknown): string | undefined {
  const id = isObject(message) ? message.id : undefined;
  if (typeof id === 'number' && !Number.isSafeInteger(id)) {
    return 'a numeric id must be an integer of at most 2^53 - 1, since JSON parsers round other numbers';
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

/** Arguments belong to the action, which gets them as they were sent. */
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
