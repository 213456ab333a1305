import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ALLOW_ALL =
  '@backstage/plugin-permission-backend-module-allow-all-policy';

/**
 * Writes the backend of the app that create-app makes: its configuration, its
 * examples, and packages/backend. Beside src/index.mjs there is src/mistakes.mjs,
 * the same with a policy that denies users something.
 *
 * @param createApp - the installed package, which has the template
 * @param leftOut - plugins that are not added
 * @param replaced - other versions than those of the template
 */
export async function renderTemplate({ createApp, app, leftOut, replaced }) {
  const template = join(createApp, 'templates/default-app');
  const fill = await createFill(createApp);
  const read = path => readFile(join(template, path), 'utf8');
  const backend = join(app, 'packages/backend');
  await mkdir(join(backend, 'src'), { recursive: true });

  await cp(join(template, 'examples'), join(app, 'examples'), {
    recursive: true,
  });
  const config = fill(await read('app-config.yaml.hbs'));
  await writeFile(join(app, 'app-config.yaml'), config);
  const asked = JSON.parse(
    fill(await read('packages/backend/package.json.hbs')),
  );
  await writeFile(
    join(backend, 'package.json'),
    JSON.stringify(withoutFrontend(asked, { leftOut, replaced })),
  );
  const source = withoutPlugins(
    await read('packages/backend/src/index.ts'),
    leftOut,
  );
  await writeFile(join(backend, 'src/index.mjs'), source);
  await writeFile(
    join(backend, 'src/mistakes.mjs'),
    change(source, ALLOW_ALL, './policy.cjs'),
  );
  return backend;
}

/** The app's package, without the frontend: the backend looks for a build in it. */
export async function linkEmptyApp(app) {
  const folder = join(app, 'packages/app');
  await mkdir(folder);
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'app', version: '0.0.0', private: true }),
  );
  await symlink(folder, join(app, 'packages/backend/node_modules/app'));
}

/** The versions come from create-app, too. Its own renderer wants Yarn and Git. */
async function createFill(createApp) {
  const { packageVersions } = createRequire(import.meta.url)(
    join(createApp, 'dist/lib/versions.cjs.js'),
  );
  return text => {
    const filled = text.replace(
      /\{\{version '([^']+)'\}\}/g,
      (placeholder, name) => packageVersions[name] ?? placeholder,
    );
    if (filled.includes('{{')) {
      throw new Error(`The template asks for more than versions: ${filled}`);
    }
    return filled;
  };
}

function withoutFrontend({ dependencies, ...rest }, { leftOut, replaced }) {
  // node-gyp is for the template's own installation.
  const unwanted = ['app', 'node-gyp', ...leftOut];
  const kept = Object.entries(dependencies).filter(
    ([name]) => !unwanted.includes(name),
  );
  return {
    ...rest,
    dependencies: { ...Object.fromEntries(kept), ...replaced },
    devDependencies: {},
  };
}

function withoutPlugins(source, names) {
  return names.reduce(
    (text, name) =>
      change(
        text,
        new RegExp(`backend\\.add\\(\\s*import\\('${name}'\\),?\\s*\\);`),
        '',
      ),
    source,
  );
}

function change(text, pattern, replacement) {
  const changed = text.replace(pattern, replacement);
  if (changed === text) {
    throw new Error(`The template has no ${pattern}`);
  }
  return changed;
}
