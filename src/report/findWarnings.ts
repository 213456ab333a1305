import type { McpActionsConfig } from '../config/types';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import { CLIENT_TEXT_LENGTH } from '../text/modelText';
import { toRulePredicate } from '../catalog/toolFilter';
import type { FilterRule } from '../tools/types';
import type { Report } from './createReport';
import { fullServers } from './fullServers';

/** VS Code sends at most 128 tools to a model, Cursor at most 40. */
const CLIENT_LIMITS = [
  { client: 'VS Code', tools: 128 },
  { client: 'Cursor', tools: 40 },
];

export interface FindWarningsOptions {
  config: McpActionsConfig;
  catalog: ToolCatalog;
  report: Report;
  isProduction: boolean;
}

/** Finds problems in the configuration. Each warning says what to do. */
export function findWarnings(options: FindWarningsOptions): string[] {
  return [
    ...baseUrlWarnings(options),
    ...permissionWarnings(options),
    ...sourceWarnings(options),
    ...serverWarnings(options),
    ...ruleWarnings(options),
    ...textWarnings(options),
  ];
}

function baseUrlWarnings({ report, isProduction }: FindWarningsOptions) {
  const url = report.servers[0]?.url;
  if (!isProduction || !url) {
    return [];
  }
  const { protocol, hostname } = new URL(url);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    return [
      `backend.baseUrl is on ${hostname}: clients elsewhere cannot connect. Set it to the URL that they use`,
    ];
  }
  return protocol === 'http:'
    ? [
        'backend.baseUrl is plain http: tokens travel unencrypted, and most clients refuse to sign in. Use https',
      ]
    : [];
}

function permissionWarnings({ config: { permissions } }: FindWarningsOptions) {
  return permissions.enabled && !permissions.policyEnabled
    ? [
        'mcpActions.permissions.enabled is true, but permission.enabled is not: no policy is asked, and every user may use every tool. Set permission.enabled to true',
      ]
    : [];
}

function sourceWarnings({ config, report }: FindWarningsOptions) {
  if (config.pluginSources.length === 0) {
    return [
      'backend.actions.pluginSources is empty: there are no tools. Write the ids of the plugins whose actions to serve',
    ];
  }
  return report.sources
    .filter(({ actions }) => actions === 0)
    .map(
      ({ pluginId }) =>
        `${pluginId} in backend.actions.pluginSources lists no action: is it installed, and does it register any?`,
    );
}

function serverWarnings({ report }: FindWarningsOptions) {
  if (report.servers.length === 0) {
    return [
      'mcpActions.default.enabled is false and mcpActions.servers is empty: nothing is served. Configure a server',
    ];
  }
  return report.servers.flatMap(({ key, tools }) => {
    if (tools.length === 0) {
      return report.tools.length === 0
        ? []
        : [
            `Server ${key} has no tool: its filter leaves nothing. See /v1/info`,
          ];
    }
    const limit = CLIENT_LIMITS.find(({ tools: most }) => tools.length > most);
    return limit
      ? [
          `Server ${key} has ${tools.length} tools, ${limit.client} takes ${limit.tools} at most. Narrow it, or add servers in mcpActions.servers`,
        ]
      : [];
  });
}

/**
 * Finds rules and overrides that match nothing, which are most likely misspelt.
 */
function ruleWarnings({ config, catalog }: FindWarningsOptions) {
  if (catalog.tools.length === 0) {
    return [];
  }
  const overrides = Object.keys(config.overrides)
    .filter(id => !catalog.actionIds.includes(id))
    .map(
      id =>
        `mcpActions.overrides.${id}: there is no such action. The ids are at /v1/info`,
    );
  const rules = fullServers(config)
    .flatMap(({ filter, filterPath }) => [
      ...withPaths(filter.include, `${filterPath}.include`),
      ...withPaths(filter.exclude, `${filterPath}.exclude`),
    ])
    .filter(({ rule }) => !catalog.tools.some(toRulePredicate(rule)))
    .map(
      ({ path }) =>
        `${path} matches no action. The ids and attributes are at /v1/info`,
    );
  return [...overrides, ...rules];
}

function withPaths(rules: readonly FilterRule[], path: string) {
  return rules.map((rule, index) => ({ rule, path: `${path}[${index}]` }));
}

/** Some clients cut texts silently. */
function textWarnings({ config, catalog }: FindWarningsOptions) {
  const isLong = (text: string) => text.length > CLIENT_TEXT_LENGTH;
  const instructions = fullServers(config)
    .filter(server => isLong(server.instructions ?? ''))
    .map(
      ({ key }) =>
        `The instructions of server ${key} are longer than ${CLIENT_TEXT_LENGTH} characters: Claude Code cuts them there. Shorten them`,
    );
  const tools = catalog.tools
    .filter(({ description }) => isLong(description))
    .map(
      ({ actionId, description }) =>
        `The description of ${actionId} has ${description.length} characters: Claude Code cuts it at ${CLIENT_TEXT_LENGTH} when its tool search is off. Shorten it in mcpActions.overrides if your users switch that off`,
    );
  return [...instructions, ...tools];
}
