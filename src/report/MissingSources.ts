import type {
  AuthService,
  DiscoveryService,
  RootInstanceMetadataService,
} from '@backstage/backend-plugin-api';

/** The time limit for all requests of one round together. */
const TIMEOUT_MS = 5_000;
/** More than a backend has. */
const MAX_PLUGINS = 200;
const MAX_REQUESTS_AT_ONCE = 8;
/** Plugins register their actions at startup. */
const MAX_AGE_MS = 5 * 60 * 1000;

export interface MissingSourcesOptions {
  auth: AuthService;
  discovery: DiscoveryService;
  rootInstanceMetadata: Pick<
    RootInstanceMetadataService,
    'getInstalledPlugins'
  >;
  pluginSources: readonly string[];
}

/**
 * Finds installed plugins that register actions but are not in
 * `backend.actions.pluginSources`. Asks each plugin as this plugin itself, at a
 * path that exists since backend-defaults 0.18.1. Skips plugins that do not
 * respond there.
 */
export class MissingSources {
  readonly #options: MissingSourcesOptions;
  #found?: { at: number; pluginIds: Promise<string[]> };

  static create(options: MissingSourcesOptions): MissingSources {
    return new MissingSources(options);
  }

  private constructor(options: MissingSourcesOptions) {
    this.#options = options;
  }

  /**
   * Returns their ids. Asks the plugins at most once in five minutes, for all
   * callers together.
   */
  find(): Promise<string[]> {
    if (!this.#found || Date.now() - this.#found.at >= MAX_AGE_MS) {
      const pluginIds = this.#ask().catch(() => []);
      this.#found = { at: Date.now(), pluginIds };
    }
    return this.#found.pluginIds;
  }

  async #ask(): Promise<string[]> {
    const { rootInstanceMetadata, pluginSources } = this.#options;
    const installed = await rootInstanceMetadata.getInstalledPlugins();
    const others = installed
      .map(({ pluginId }) => pluginId)
      .filter(id => id !== 'mcp-actions' && !pluginSources.includes(id))
      .slice(0, MAX_PLUGINS)
      .values();
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const found: string[] = [];
    const askInTurn = async () => {
      for (const pluginId of others) {
        if (await this.#hasActions(pluginId, signal)) {
          found.push(pluginId);
        }
      }
    };
    await Promise.all(Array.from({ length: MAX_REQUESTS_AT_ONCE }, askInTurn));
    return found.sort();
  }

  async #hasActions(pluginId: string, signal: AbortSignal): Promise<boolean> {
    const { auth, discovery } = this.#options;
    try {
      signal.throwIfAborted();
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: pluginId,
      });
      const baseUrl = await discovery.getBaseUrl(pluginId);
      const response = await fetch(
        `${baseUrl}/.backstage/actions/v1/status`,
        // The signal also covers reading the body.
        { headers: { authorization: `Bearer ${token}` }, signal },
      );
      if (!isJson(response)) {
        await response.body?.cancel();
        return false;
      }
      return (await response.json())?.hasActions === true;
    } catch {
      return false;
    }
  }
}

/** The app's plugin responds to any path with its page. */
function isJson({ ok, headers }: Response): boolean {
  return ok && /^application\/json\b/i.test(headers.get('content-type') ?? '');
}
