import type { McpActionsBlock } from './mcpActions';
import { block } from './shapes';
import { readSize, value } from './values';

/** A smaller bound leaves little room beside the note on what was cut. */
const MIN_BYTES = 2 * 1024;

/**
 * The maximum size of outputs in bytes. Reads 0, which means no limit, as
 * Infinity.
 */
export const outputBytes = value(
  'a size of 2kb or more, such as 200kb, or 0 for no bound',
  input => {
    const size = readSize(input);
    if (size === 0) {
      return Infinity;
    }
    return size !== undefined && size >= MIN_BYTES ? size : undefined;
  },
);

export const output = block({
  // Above what agents show a model of one result, so that they decide
  // themselves.
  maxSize: outputBytes.default(200 * 1024),
});

/** The limit for each action: its own, or the general one. */
export function outputBoundsOf({
  output: { maxSize },
  overrides,
}: Pick<McpActionsBlock, 'output' | 'overrides'>) {
  return {
    maxBytes: maxSize,
    maxBytesByAction: Object.fromEntries(
      Object.entries(overrides).flatMap(([id, { maxOutputSize }]) =>
        maxOutputSize === undefined ? [] : [[id, maxOutputSize]],
      ),
    ),
  } as const;
}
