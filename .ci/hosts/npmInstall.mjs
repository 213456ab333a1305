import { spawn } from 'node:child_process';

const INSTALL = [
  'install',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--loglevel=error',
];

/**
 * Installs the dependencies in the folder's package.json, without running
 * scripts.
 */
export function npmInstall(cwd, ...more) {
  return new Promise((done, fail) => {
    const npm = spawn('npm', [...INSTALL, ...more], {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    // Otherwise npm would take time to undo the installation in a folder that
    // is deleted anyway.
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
