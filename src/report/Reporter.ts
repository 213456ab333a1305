import type {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { McpActionsConfig, SignInWay } from '../config/types';
import { viewKeyOf } from '../tools/callerKeys';
import { toLoggableError } from '../text/toLoggableError';
import type { PermitsTool } from '../tools/permitsTool';
import type { Viewer } from '../tools/types';
import { type Catalogs, createCatalogs } from './Catalogs';
import { createReport, type Report } from './createReport';
import { explainTool, type ToolExplanation } from './explainTool';
import { findWarnings } from './findWarnings';
import { logStartReport } from './logStartReport';
import type { MissingSources } from './MissingSources';

export interface ReporterOptions {
  config: McpActionsConfig;
  /** The viewer's catalog of each server. */
  catalogsOf: (viewer: Viewer) => Promise<Catalogs['of']>;
  /** The tools that the viewer may use. Default: all. */
  permitsOf?: (viewer: Viewer) => Promise<PermitsTool>;
  missingSources: Pick<MissingSources, 'find'>;
  auth: AuthService;
  discovery: DiscoveryService;
  signInWays: { read(): Promise<readonly SignInWay[] | undefined> };
  logger: LoggerService;
}

/** Reports what is served and why, in the log at startup and at `/v1/info`. */
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
    return this.#toReport(await this.#catalogsOf(viewer));
  }

  /**
   * Explains on which servers the principal has a tool, and why not on others.
   */
  async explain(asked: string, viewer: Viewer): Promise<ToolExplanation> {
    const { config, missingSources } = this.#options;
    const [catalogs, missing] = await Promise.all([
      this.#catalogsOf(viewer),
      missingSources.find(),
    ]);
    return explainTool(asked, { catalogs, config, missingSources: missing });
  }

  /**
   * Call this once all plugins have started. A failure is logged, not thrown.
   */
  async logStart(): Promise<void> {
    const { auth, config, logger } = this.#options;
    try {
      const credentials = await auth.getOwnServiceCredentials();
      const viewKey = viewKeyOf(credentials);
      const catalogs = await this.#catalogsOf({ credentials, viewKey });
      const report = await this.#toReport(catalogs);
      const isProduction = process.env.NODE_ENV === 'production';
      const warnings = findWarnings({
        config,
        catalog: catalogs.everything,
        report,
        isProduction,
      });
      logStartReport(logger, report, warnings);
    } catch (error) {
      logger.warn(
        'The MCP tools could not be listed at start',
        toLoggableError(toError(error)),
      );
    }
  }

  async #catalogsOf(viewer: Viewer): Promise<Catalogs> {
    const { catalogsOf, config, permitsOf } = this.#options;
    const [of, permits] = await Promise.all([
      catalogsOf(viewer),
      permitsOf?.(viewer),
    ]);
    return createCatalogs(of, config.servers, permits);
  }

  async #toReport(catalogs: Catalogs): Promise<Report> {
    const { config, discovery, missingSources, signInWays } = this.#options;
    return createReport({
      config,
      catalogs,
      missingSources: await missingSources.find(),
      baseUrl: await discovery.getExternalBaseUrl('mcp-actions'),
      authBaseUrl: await discovery.getExternalBaseUrl('auth'),
      signInWays: await signInWays.read(),
    });
  }
}
