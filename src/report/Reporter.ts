import type {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { McpActionsConfig, SignInWay } from '../config/types';
import { viewKeyOf } from '../tools/callerKeys';
import { toLoggableError } from '../text/toLoggableError';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import type { Viewer } from '../tools/types';
import { createReport, type Report } from './createReport';
import { explainTool, type ToolExplanation } from './explainTool';
import { findWarnings } from './findWarnings';
import { logStartReport } from './logStartReport';
import type { MissingSources } from './MissingSources';

export interface ReporterOptions {
  config: McpActionsConfig;
  /** All that the principal could call on any server. */
  catalogOf: (viewer: Viewer) => Promise<ToolCatalog>;
  missingSources: Pick<MissingSources, 'find'>;
  auth: AuthService;
  discovery: DiscoveryService;
  signInWays: { read(): Promise<readonly SignInWay[] | undefined> };
  logger: LoggerService;
}

/** Answers what is served and why: to the log at start, and at `/v1/info`. */
export class Reporter {
  readonly #options: ReporterOptions;

  static create(options: ReporterOptions): Reporter {
    return new Reporter(options);
  }

  private constructor(options: ReporterOptions) {
    this.#options = options;
  }

  /** The state as the principal sees it. */
  async report(viewer: Viewer): Promise<Report> {
    return this.#toReport(await this.#options.catalogOf(viewer));
  }

  /** Why the principal does not see a tool, or where. */
  async explain(asked: string, viewer: Viewer): Promise<ToolExplanation> {
    const { catalogOf, config, missingSources } = this.#options;
    const [catalog, missing] = await Promise.all([
      catalogOf(viewer),
      missingSources.find(),
    ]);
    return explainTool(asked, { catalog, config, missingSources: missing });
  }

  /** To be called when all plugins are up; a failure is logged, not thrown. */
  async logStart(): Promise<void> {
    const { auth, catalogOf, config, logger } = this.#options;
    try {
      const credentials = await auth.getOwnServiceCredentials();
      const viewKey = viewKeyOf(credentials);
      const catalog = await catalogOf({ credentials, viewKey });
      const report = await this.#toReport(catalog);
      const isProduction = process.env.NODE_ENV === 'production';
      const warnings = findWarnings({ config, catalog, report, isProduction });
      logStartReport(logger, report, warnings);
    } catch (error) {
      logger.warn(
        'The MCP tools could not be listed at start',
        toLoggableError(toError(error)),
      );
    }
  }

  async #toReport(catalog: ToolCatalog): Promise<Report> {
    const { config, discovery, missingSources, signInWays } = this.#options;
    return createReport({
      config,
      catalog,
      missingSources: await missingSources.find(),
      baseUrl: await discovery.getExternalBaseUrl('mcp-actions'),
      authBaseUrl: await discovery.getExternalBaseUrl('auth'),
      signInWays: await signInWays.read(),
    });
  }
}
