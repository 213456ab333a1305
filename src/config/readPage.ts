import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { requireKnownKeys } from './keyedConfigs';
import type { PageConfig } from './types';

const PATH = 'mcpActions.page';

/** @throws InputError that names the config path. */
export function readPage(config: Config): PageConfig {
  const block = config.getOptionalConfig(PATH);
  if (block) {
    requireKnownKeys(block, PATH, ['enabled', 'links']);
  }
  const links = config.getOptionalConfigArray(`${PATH}.links`) ?? [];
  return {
    enabled: config.getOptionalBoolean(`${PATH}.enabled`) ?? true,
    links: links.map((link, index) =>
      readLink(link, `${PATH}.links[${index}]`),
    ),
  };
}

function readLink(link: Config, path: string): PageConfig['links'][number] {
  requireKnownKeys(link, path, ['title', 'url']);
  const url = link.getString('url');
  // Any other scheme, such as javascript:, would run as this page.
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new InputError(
      `Invalid config at '${path}.url': ${url} is not an http or https URL`,
    );
  }
  return { title: link.getString('title'), url: new URL(url).href };
}
