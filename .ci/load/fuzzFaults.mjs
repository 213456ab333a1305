import { fileURLToPath } from 'node:url';
import { V1 } from '../harness/messages.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Documents that an auth backend has to deliver; here there is none. */
const NO_DOCUMENT = [502, 503, 504];
/** Frames of a stack, paths of packages, and this machine's paths. */
const INSIDES = [/\n\s+at \S.*:\d+:\d+/, /node_modules/, /file:\/\//];

/** What is wrong with an answer, whatever was asked. */
export function fuzzFaults(wanted, answer) {
  const { status, text } = answer;
  const faults = [
    [status >= 500 && !isDocumented(wanted, status), 'an undocumented status'],
    [isLeaking(wanted, text), 'insides'],
    [status !== 200 && !isWellFormed(wanted, answer), 'a malformed error'],
  ].filter(([isWrong]) => isWrong);
  if (faults.length === 0) {
    return [];
  }
  const asked = JSON.stringify(wanted).slice(0, 600);
  const answered = `${status} ${text.slice(0, 300)}`;
  return faults.map(([, what]) => `${what}: ${answered}\n  to ${asked}`);
}

function isDocumented({ path }, status) {
  const isDocument = path.includes('/.well-known/');
  const isStream = status === 503 && path.includes('/sse');
  return isStream || (isDocument && NO_DOCUMENT.includes(status));
}

/** What was sent may come back. */
function isLeaking(wanted, text) {
  return (
    text.includes(ROOT) ||
    INSIDES.some(
      pattern => pattern.test(text) && !pattern.test(JSON.stringify(wanted)),
    )
  );
}

/** Below a server every error is JSON-RPC; without credentials, too. */
function isWellFormed({ method, path }, { status, text, headers }) {
  const isOurs =
    (path === V1 || path.startsWith(`${V1}/`)) && !path.includes('.well-known');
  const hasBody = method !== 'HEAD' && ![202, 204, 304].includes(status);
  if (!isOurs || !hasBody || !/json/.test(headers['content-type'])) {
    return !isOurs || !hasBody || status < 400;
  }
  const { jsonrpc, error, id } = JSON.parse(text);
  return (
    jsonrpc === '2.0' &&
    id !== undefined &&
    Number.isInteger(error?.code) &&
    typeof error.message === 'string'
  );
}
