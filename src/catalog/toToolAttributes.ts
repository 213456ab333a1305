import type { ShownAttributes, ToolAttributes } from '../tools/types';

/** What nobody says is taken for the worst. */
const UNSAID: ToolAttributes = {
  readOnly: false,
  destructive: true,
  idempotent: false,
};

/**
 * What the author says of the action, and the operator in place of the author.
 *
 * What nobody calls destructive is so unless it is read-only. Before
 * `@backstage/backend-defaults` 0.17.7 the actions registry says `destructive`
 * of read-only actions too when their author does not say, so `readOnly` is
 * believed. An operator who says otherwise decides both.
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
    // Only the operator knows what an action reaches.
    ...(openWorld !== undefined && { openWorld }),
  };
}
