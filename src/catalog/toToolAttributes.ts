import type { ShownAttributes, ToolAttributes } from '../tools/types';

/** Assumes the worst where nobody declares anything. */
const UNSAID: ToolAttributes = {
  readOnly: false,
  destructive: true,
  idempotent: false,
};

/**
 * Combines the attributes that the author declared with the operator's
 * overrides.
 *
 * An action without a `destructive` attribute counts as destructive unless it
 * is read-only. Before `@backstage/backend-defaults` 0.17.7 the actions
 * registry reported read-only actions as `destructive` too if their author did
 * not say, so `readOnly` takes precedence. An operator who overrides one of
 * them decides both.
 */
export function toToolAttributes(
  given: Partial<ToolAttributes>,
  override: Partial<ShownAttributes> = {},
): ShownAttributes {
  const authored = {
    readOnly: given.readOnly ?? UNSAID.readOnly,
    destructive: given.destructive ?? UNSAID.destructive,
    idempotent: given.idempotent ?? UNSAID.idempotent,
  };
  const { readOnly = authored.readOnly, openWorld } = override;
  const isChanged = readOnly !== authored.readOnly;
  return {
    readOnly,
    idempotent: override.idempotent ?? authored.idempotent,
    destructive:
      override.destructive ??
      (!readOnly && (isChanged || authored.destructive)),
    // Only the operator knows which systems an action reaches.
    ...(openWorld !== undefined && { openWorld }),
  };
}
