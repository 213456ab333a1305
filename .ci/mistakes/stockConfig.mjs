import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** TechDocs reads 5 MiB of metadata. */
const OVER_METADATA_LIMIT = 5.5 * 1024 ** 2;
/** All plugins of the app template that register actions as it is configured. */
const SOURCES = [
  'auth',
  'catalog',
  'notifications',
  'scaffolder',
  'search',
  'techdocs',
];

/** Puts entities and documentation into the folder, and gives the configuration that reads them. */
export async function createStockConfig(folder) {
  const catalog = join(folder, 'catalog.yaml');
  const docs = join(folder, 'docs');
  await copyFile(new URL('./catalog.yaml', import.meta.url), catalog);
  await writeMetadata(docs, { name: 'guide', siteName: 'Guide' });
  await writeMetadata(docs, {
    name: 'large',
    siteName: 'x'.repeat(OVER_METADATA_LIMIT),
  });
  return {
    app: { baseUrl: 'https://portal.example' },
    backend: { actions: { pluginSources: SOURCES } },
    // Without it, the guest is a user whom the catalog does not know.
    auth: { providers: { guest: { userEntityRef: 'user:default/guest' } } },
    catalog: {
      rules: [{ allow: ['User', 'Component', 'Template'] }],
      locations: [{ type: 'file', target: catalog }],
    },
    search: {
      collators: {
        // The first turns may find nothing yet.
        catalog: { schedule: scheduleOf({ seconds: 2 }) },
        // Has no index as long as this runs.
        techdocs: { schedule: scheduleOf({ hours: 1 }) },
      },
    },
    techdocs: {
      builder: 'external',
      publisher: { type: 'local', local: { publishDirectory: docs } },
    },
  };
}

async function writeMetadata(docs, { name, siteName }) {
  const site = join(docs, 'default/component', name);
  await mkdir(site, { recursive: true });
  await writeFile(
    join(site, 'techdocs_metadata.json'),
    JSON.stringify({ site_name: siteName }),
  );
}

function scheduleOf(interval) {
  return {
    initialDelay: interval,
    frequency: interval,
    timeout: { minutes: 1 },
  };
}
