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
  return new Promise((done, fail) => {
    const npm = spawn('npm', [...INSTALL, ...more], {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    // It would take its time to undo the installation, whose folder goes anyway.
    const stop = () => npm.kill('SIGKILL');
    process.once('exit', stop);
    npm.once('error', fail);
    npm.once('exit', code => {
      process.off('exit', stop);
      if (code === 0) {
        done();
      } else {
        fail(new Error(`npm install ended with ${code}`));
      }
    });
  });
}
