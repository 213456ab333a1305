import { fork } from 'node:child_process';

const KEPT_CHARACTERS = 20_000;
/** The platform gives requests ten seconds to end, then stops. */
const STOP_MS = 30_000;

/**
 * Starts a Node script that says over IPC when it is ready, and waits for that.
 * What the script prints shows only in the error when it ends too early.
 *
 * @param args - the script's arguments
 * @param options - what the script receives as its first message
 * @param rest - as for `fork`
 */
export async function startProcess(script, { args = [], options, ...rest }) {
  const stdio = ['ignore', 'pipe', 'pipe', 'ipc'];
  const child = fork(script, args, { stdio, ...rest });
  const log = readLog(child);
  const exited = new Promise(done => {
    child.once('error', error => done(error.message));
    child.once('close', (code, signal) => done(signal ?? code));
  });
  const ended = exited.then(how => {
    throw new Error(`${script} ended with ${how}\n${log()}`);
  });
  ended.catch(() => {});
  const post = message => child.send(message, () => {});
  const next = isWanted => Promise.race([messageOf(child, isWanted), ended]);
  const faults = [];
  child.on('message', message => {
    if (message.type === 'fault') {
      faults.push(message);
    }
  });
  let lastId = 0;

  if (options) {
    post(options);
  }
  return {
    ready: await next(({ type }) => type === 'ready'),
    log,
    /** What the script reported as such so far. */
    faults,
    /** Gives the script's answer to a question. */
    async ask(question, details = {}) {
      lastId += 1;
      const id = lastId;
      const answer = next(message => message.id === id);
      post({ ...details, question, id });
      return answer;
    },
    /** Ends it as a deployment does; gives the exit code. */
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      const code = await exited;
      clearTimeout(timer);
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function readLog(child) {
  let text = '';
  const keep = chunk => {
    text = (text + chunk).slice(-KEPT_CHARACTERS);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return () => text;
}

function messageOf(child, isWanted) {
  return new Promise(done => {
    const read = message => {
      if (isWanted(message)) {
        child.off('message', read);
        done(message);
      }
    };
    child.on('message', read);
  });
}
