import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Report } from './createReport';
import { describeMissingSource } from './describeMissingSource';

/** Logs what is served, with warnings, in one readable block. */
export function logStartReport(
  logger: LoggerService,
  report: Report,
  warnings: string[],
): void {
  const lines = [
    ...report.servers.map(
      ({ key, url, tools }) => `  ${url}  ${key}, ${tools.length} tools`,
    ),
    ...report.sources.map(
      ({ pluginId, actions }) => `  from ${pluginId}: ${actions} actions`,
    ),
    ...report.missingSources.map(
      pluginId => `  ${describeMissingSource(pluginId)}`,
    ),
    ...report.tools.flatMap(({ actionId, changes }) =>
      changes.map(change => `  ${actionId}: ${change}`),
    ),
    ...report.omitted.map(
      ({ actionId, reason }) => `  left out ${actionId}: ${reason}`,
    ),
  ];
  logger.info(`MCP servers\n${lines.join('\n')}`);
  warnings.forEach(warning => logger.warn(warning));
}
