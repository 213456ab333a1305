import { spawn } from 'node:child_process';

const INSTALL = [
  'install',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--loglevel=error',
];

/** Installs what the folder's package.json asks for; runs no script of it. */
export function npmInstall(cwd, ...more) {
  return run('npm', [...INSTALL, ...more], { cwd });
}

/** Runs a command to its end; whoever leaves before takes it along. */
export function run(command, args, options) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      ...options,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    // It would take its time to undo an installation, whose folder goes anyway.
    const stop = () => child.kill('SIGKILL');
    process.once('exit', stop);
    child.once('error', fail);
    child.once('exit', code => {
      process.off('exit', stop);
      if (code === 0) {
        done();
      } else {
        fail(new Error(`${command} ${args[0]} ended with ${code}`));
      }
    });
  });
}
