import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { DEFAULT_MAX_TOOL_NAME_LENGTH } from '../tools/types';
import { readOneOf } from './readOneOf';
import type { ToolNamesConfig } from './types';

/** A name, an underscore and a hash have to fit; MCP allows 128 characters. */
const LENGTH_BOUNDS = { min: 16, max: 128 };

/** Reads `mcpActions.toolNames`, and `namespacedToolNames` of 0.2. */
export function readToolNames(config: Config): ToolNamesConfig {
  return {
    namespaced:
      config.getOptionalBoolean('mcpActions.namespacedToolNames') ?? true,
    style: readOneOf(config, 'mcpActions.toolNames.style', [
      'snake_case',
      'dotted',
    ]),
    maxLength: readMaxLength(config),
    aliases: readAliases(config),
  };
}

function readMaxLength(config: Config): number {
  const path = 'mcpActions.toolNames.maxLength';
  const length = config.getOptionalNumber(path) ?? DEFAULT_MAX_TOOL_NAME_LENGTH;
  const { min, max } = LENGTH_BOUNDS;
  if (!Number.isInteger(length) || length < min || length > max) {
    throw new InputError(
      `Invalid config at '${path}': ${length} is not a whole number from ${min} to ${max}`,
    );
  }
  return length;
}

function readAliases(config: Config): Record<string, string> {
  const path = 'mcpActions.toolNames.aliases';
  const aliases = config.getOptional(path) ?? {};
  for (const [alias, actionId] of Object.entries(aliases)) {
    if (typeof actionId !== 'string' || !actionId.includes(':')) {
      throw new InputError(
        `Invalid config at '${path}.${alias}': must be an action id, such as catalog:get-catalog-entity`,
      );
    }
  }
  return aliases as Record<string, string>;
}
