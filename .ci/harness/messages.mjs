export const V1 = '/api/mcp-actions/v1';

export function headersOf(token) {
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
}

export function rpc(id, method, params) {
  return { jsonrpc: '2.0', id, method, params };
}

export function call(id, name, args = {}) {
  return rpc(id, 'tools/call', { name, arguments: args });
}

export function list(id) {
  return rpc(id, 'tools/list');
}

/** The JSON-RPC message of an answer, which comes as JSON or as one event. */
export function messageOf({ text }) {
  return JSON.parse(text.match(/^data: (.*)$/m)?.[1] ?? text);
}
