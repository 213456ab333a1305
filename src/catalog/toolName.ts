import { createHash } from 'node:crypto';
import { cutText } from '../text/cutText';
import { toPlainLine } from '../text/plainText';
import { DEFAULT_MAX_TOOL_NAME_LENGTH } from '../tools/types';

/** Text that keeps all its letters and digits in a portable name. */
const PORTABLE_TEXT = /^(?=.*[a-z0-9])[\x20-\x7e]+$/i;

export interface ToolNameOptions {
  /** Whether the plugin id is the prefix. Default: true. */
  namespaced?: boolean;
  /**
   * `dotted` gives `catalog.get-catalog-entity`, as 0.2 listed it. Default:
   * `snake_case`.
   */
  style?: 'snake_case' | 'dotted';
  /** Default: {@link DEFAULT_MAX_TOOL_NAME_LENGTH}. */
  maxLength?: number;
}

/** The parts of an action that its tool's name is made of. */
export interface NamedAction {
  /** `<pluginId>:<name>`, unique in a backend. */
  readonly id: string;
  readonly pluginId: string;
  readonly name: string;
}

/**
 * Returns the name under which an action is listed. In snake case it matches
 * `^[a-z0-9_]{1,48}$`, which every known client and model provider accepts:
 * `catalog:get-catalog-entity` becomes `catalog_get_catalog_entity`.
 */
export function toToolName(
  action: NamedAction,
  options: ToolNameOptions = {},
): string {
  const { style = 'snake_case', namespaced = true } = options;
  const { maxLength = DEFAULT_MAX_TOOL_NAME_LENGTH } = options;
  if (style === 'dotted' || !namespaced || !isPortable(action)) {
    return toFullName(action, options);
  }
  const candidates = [withoutOverlap(action), withoutRepetition(action)].map(
    name => toSnakeCase(`${action.pluginId}_${name}`),
  );
  return (
    candidates.find(name => name.length <= maxLength) ??
    toFullName(action, options)
  );
}

/**
 * Returns the name with all words of the plugin and the action, as 0.3.0 listed
 * it.
 */
export function toFullName(
  action: NamedAction,
  options: ToolNameOptions = {},
): string {
  const { namespaced = true, style = 'snake_case' } = options;
  const { maxLength = DEFAULT_MAX_TOOL_NAME_LENGTH } = options;
  const separator = style === 'dotted' ? '.' : '_';
  const given = namespaced
    ? `${action.pluginId}${separator}${action.name}`
    : action.name;
  const name = style === 'dotted' ? toPlainLine(given) : toSnakeCase(given);
  const isFaithful =
    style === 'dotted' ? name === given : PORTABLE_TEXT.test(given);
  return isFaithful && name.length <= maxLength
    ? name
    : withStableSuffix(name || 'tool', action.id, maxLength);
}

function isPortable({ pluginId, name }: NamedAction): boolean {
  return PORTABLE_TEXT.test(`${pluginId}_${name}`);
}

/**
 * `find_applications` for the plugin `backstage_community_argocd` and the
 * action `argocd_find_applications`.
 */
function withoutOverlap({ pluginId, name }: NamedAction): string {
  const plugin = wordsOf(pluginId);
  const words = wordsOf(name);
  const overlaps = plugin
    .map((_, start) => plugin.slice(start))
    // Without all of the action's words there would be no name.
    .filter(({ length }) => length < words.length)
    .filter(end => end.every((word, index) => word === words[index]));
  return words.slice(overlaps[0]?.length ?? 0).join('_');
}

/** The words of the action that the plugin id does not have. */
function withoutRepetition({ pluginId, name }: NamedAction): string {
  const plugin = wordsOf(pluginId);
  const words = wordsOf(name);
  const others = words.filter(word => !plugin.includes(word));
  return (others.length > 0 ? others : words).join('_');
}

function wordsOf(text: string): string[] {
  return toSnakeCase(text).split('_');
}

/**
 * Appends a short hash of the action id, for names that collide or are too
 * long.
 */
export function withStableSuffix(
  name: string,
  actionId: string,
  maxLength: number = DEFAULT_MAX_TOOL_NAME_LENGTH,
): string {
  const hash = createHash('sha256').update(actionId).digest('hex').slice(0, 6);
  return `${cutText(name, maxLength - hash.length - 1)}_${hash}`;
}

/**
 * Returns other spellings that a call may use, because people configured them
 * or models invent them. An alias that fits several actions resolves to none.
 */
export function toToolAliases(action: NamedAction): string[] {
  const { id, pluginId, name } = action;
  const spellings = [
    id,
    `${pluginId}.${name}`,
    toSnakeCase(`${pluginId}_${name}`),
    toSnakeCase(`${pluginId}_${name}`).replaceAll('_', '-'),
    name,
    toSnakeCase(name),
    toSnakeCase(`${pluginId}_${withoutOverlap(action)}`),
  ];
  return [...new Set(spellings)];
}

/** `get_entity` for `getEntity` and `get-entity`. */
export function toSnakeCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}
