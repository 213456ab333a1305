import type { LoggerService } from '@backstage/backend-plugin-api';
import type { JsonValue } from '@backstage/types';
import { LRUCache } from 'lru-cache';
import { type BoundedOutput, boundOutput } from '../output/boundOutput';
import type { FoundTool, ToolOutcome } from '../tools/types';

export interface CreateFitOutputOptions {
  /** The maximum size of outputs. Default: no limit. */
  readonly output?: {
    /** Bytes as JSON. Infinity means no limit. */
    readonly maxBytes: number;
    readonly maxBytesByAction: Readonly<Record<string, number>>;
  };
  readonly logger: LoggerService;
}

/** An output as it is sent. */
export type FittedOutput = Pick<
  Extract<ToolOutcome, { status: 'succeeded' }>,
  'output' | 'outputSize' | 'note' | 'violatesOutputSchema'
>;

/** Many times the number of actions with a faulty schema. */
const MAX_WARNINGS = 1_000;
const NO_BOUND = { maxBytes: Infinity, maxBytesByAction: {} };

/** Why an output that is too large is sent whole. */
const REASONS = {
  schema: 'cut, it would not fit its schema, and clients would refuse it',
  uncuttable: 'there is too much beside its lists and long texts',
} satisfies Record<NonNullable<BoundedOutput['leftWhole']>, string>;

/**
 * Cuts an output that is too large, and checks the result against the schema
 * that clients saw. Never fails, since the action has already run.
 */
export function createFitOutput({
  output: bounds = NO_BOUND,
  logger,
}: CreateFitOutputOptions) {
  const { maxBytes, maxBytesByAction } = bounds;
  const warnOnce = createWarnOnce(logger);
  return (found: FoundTool, output: JsonValue | undefined): FittedOutput => {
    const { tool } = found;
    const { actionId } = tool;
    const bounded = boundOutput(output, {
      maxBytes: maxBytesByAction[actionId] ?? maxBytes,
      tool,
      accepts: cut => found.acceptsOutput(cut),
    });
    const { leftWhole, note, notePlace, sizeBefore, sizeAfter } = bounded;
    if (leftWhole) {
      warnOnce(
        `The output of ${actionId} is too large and is sent whole: ${REASONS[leftWhole]}. Have the action answer less, or raise mcpActions.overrides.${actionId}.maxOutputSize`,
      );
    }
    // If the schema is the reason, the whole output is known to match it.
    const violatesOutputSchema =
      leftWhole !== 'schema' && !found.acceptsOutput(bounded.output);
    if (violatesOutputSchema) {
      warnOnce(
        `The output of ${actionId} does not fit its schema: clients get it as text that is marked as an error. Correct the schema`,
      );
    }
    return {
      output: bounded.output,
      outputSize: { whole: sizeBefore, sent: sizeAfter },
      ...(notePlace === 'beside' && { note }),
      ...(violatesOutputSchema && { violatesOutputSchema }),
    };
  };
}

/** Each call would cause the same warning. */
function createWarnOnce(logger: LoggerService) {
  const logged = new LRUCache<string, true>({ max: MAX_WARNINGS });
  return (warning: string): void => {
    if (!logged.has(warning)) {
      logged.set(warning, true);
      logger.warn(warning);
    }
  };
}
