import type {
  CallContext,
  ToolCall,
  ToolOutcome,
  ToolService,
} from '../tools/types';

/** A call as `callTool` makes it, without observers. */
export async function findAndRun(
  tools: ToolService,
  context: CallContext,
  call: ToolCall,
): Promise<ToolOutcome> {
  const found = await tools.find(context, call.name);
  return 'nearest' in found
    ? { status: 'unknown', ...found }
    : tools.run(context, found, call.arguments ?? {});
}
