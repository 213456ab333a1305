import { createHash } from 'node:crypto';
import { DEFAULT_MAX_TOOL_NAME_LENGTH } from './types';

/** Text whose letters and digits all survive in a portable name. */
const PORTABLE_TEXT = /^(?=.*[a-z0-9])[\x20-\x7e]+$/i;

export interface ToolNameOptions {
  /** Whether the plugin's id goes in front. Default: true. */
  namespaced?: boolean;
  /** `dotted` is `catalog.get-catalog-entity`, as 0.2 listed it. Default: `snake_case`. */
  style?: 'snake_case' | 'dotted';
  /** Default: {@link DEFAULT_MAX_TOOL_NAME_LENGTH}. */
  maxLength?: number;
}

/** What a tool's name is made of. */
export interface NamedAction {
  /** `<pluginId>:<name>`, unique in a backend. */
  readonly id: string;
  readonly pluginId: string;
  readonly name: string;
}

/**
 * The name under which an action is listed. In snake case it is within
 * `^[a-z0-9_]{1,48}$`, which every known client and model provider accepts:
 * `catalog:get-catalog-entity` becomes `catalog_get_catalog_entity`.
 */
export function toToolName(
  action: NamedAction,
  options: ToolNameOptions = {},
): string {
  const { namespaced = true, style = 'snake_case' } = options;
  const { maxLength = DEFAULT_MAX_TOOL_NAME_LENGTH } = options;
  const separator = style === 'dotted' ? '.' : '_';
  const given = namespaced
    ? `${action.pluginId}${separator}${action.name}`
    : action.name;
  const name = style === 'dotted' ? given : toSnakeCase(given);
  const isFaithful = style === 'dotted' || PORTABLE_TEXT.test(given);
  return isFaithful && name.length <= maxLength
    ? name
    : withStableSuffix(name || 'tool', action.id, maxLength);
}

/** The name with a short hash of the action id, for names that collide or overflow. */
export function withStableSuffix(
  name: string,
  actionId: string,
  maxLength: number = DEFAULT_MAX_TOOL_NAME_LENGTH,
): string {
  const hash = createHash('sha256').update(actionId).digest('hex').slice(0, 6);
  return `${name.slice(0, maxLength - hash.length - 1)}_${hash}`;
}

/**
 * Other spellings that a call may use, because people configured them or models
 * invent them. An alias that fits several actions resolves to none.
 */
export function toToolAliases(action: NamedAction): string[] {
  const { id, pluginId, name } = action;
  return [
    id,
    `${pluginId}.${name}`,
    toSnakeCase(`${pluginId}_${name}`),
    toSnakeCase(`${pluginId}_${name}`).replaceAll('_', '-'),
    name,
    toSnakeCase(name),
  ];
}

/** Lower case, with `_` for everything but letters and digits. */
export function toSnakeCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}
