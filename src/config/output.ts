import type { McpActionsBlock } from './mcpActions';
import { block } from './shapes';
import { readSize, value } from './values';

/** Below it there is little room beside the note that says what was cut. */
const MIN_BYTES = 2 * 1024;

/** A bound for outputs in bytes; 0 is none, and becomes Infinity. */
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
  // Above what agents show a model of one answer, so that they may choose.
  maxSize: outputBytes.default(200 * 1024),
});

/** How large the output of an action may be: that of the action, else that of all. */
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
