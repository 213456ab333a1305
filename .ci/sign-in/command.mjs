import { spawn } from 'node:child_process';

const KILL_AFTER_MS = 5_000;
const KEPT_CHARACTERS = 4_000;

/**
 * Starts a program, and shows its output only when it fails. The promise
 * rejects unless the exit code is 0. The program ends with the run at the
 * latest.
 */
export function startCommand(run, [program, ...args], options) {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  const exited = new Promise(done => {
    child.once('error', error => done(error.message));
    child.once('close', (code, killedBy) => done(killedBy ?? code));
  });
  run.onClose(async () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref();
    await exited;
  });

  let output = '';
  const keep = text => {
    output = (output + text).slice(-KEPT_CHARACTERS);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return exited.then(how => {
    if (how !== 0) {
      throw new Error(`${program} ended with ${how}\n${output}`);
    }
  });
}
