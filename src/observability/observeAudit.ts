import type {
  AuditorServiceEventSeverityLevel,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { toLoggableLine } from '../text/loggableText';
import type {
  Observer,
  OperationEnd,
  OperationObserver,
} from '../tools/observe';
import type { CallContext, Tool, ToolCall } from '../tools/types';
import type { AuditRecord, AuditTrail } from './AuditTrail';

/** Longest name or version that a client makes up. */
const MAX_TEXT_LENGTH = 128;

/**
 * One audit event for each list and each call: who, by which client, on which
 * server, what, and how it ended, with the true reason of a failure.
 */
export function observeAudit(trail: AuditTrail): Observer {
  return ({ context, call }) =>
    call ? observeCall(trail, context, call) : observeList(trail, context);
}

function observeList(
  trail: AuditTrail,
  context: CallContext,
): OperationObserver {
  const record = trail.start('lists', eventOf('tool-discovery', context));
  return {
    ended: end => finish(record, end, { toolCount: end.toolCount ?? 0 }),
  };
}

/** A call that runs has its event before it does, for it may never end. */
function observeCall(
  trail: AuditTrail,
  context: CallContext,
  call: ToolCall,
): OperationObserver {
  const asked = cut(call.name);
  let tool: Tool | undefined;
  let record: AuditRecord | undefined;
  return {
    found(named) {
      tool = named.tool;
    },
    starts() {
      record = trail.start('calls', callEventOf(context, asked, tool));
    },
    ended(end) {
      record ??= trail.start(
        'refused calls',
        callEventOf(context, asked, tool),
      );
      finish(record, end);
    },
  };
}

function callEventOf(
  context: CallContext,
  asked: string,
  tool?: Tool,
): AuditorServiceCreateEventOptions {
  return {
    ...eventOf('tool-execution', context, {
      toolName: tool?.name ?? asked,
      ...(tool && { actionId: tool.actionId }),
      ...(tool && tool.name !== asked && { askedFor: asked }),
    }),
    severityLevel: severityOf(tool),
  };
}

/** By what the action may do; a call that found no tool did nothing. */
function severityOf(tool?: Tool): AuditorServiceEventSeverityLevel {
  if (!tool || tool.attributes.readOnly) {
    return 'low';
  }
  return tool.attributes.destructive ? 'high' : 'medium';
}

function eventOf(
  eventId: string,
  context: CallContext,
  meta: JsonObject = {},
): AuditorServiceCreateEventOptions {
  const { protocol, server } = context;
  return {
    eventId,
    request: context.request as AuditorServiceCreateEventOptions['request'],
    meta: {
      ...meta,
      server: server.key,
      transport: protocol.transport,
      era: protocol.era,
      protocolVersion: cut(protocol.version),
      ...(protocol.clientName && { clientName: cut(protocol.clientName) }),
      ...(protocol.clientVersion && {
        clientVersion: cut(protocol.clientVersion),
      }),
    },
  };
}

function finish(
  record: AuditRecord,
  { outcome, durationSeconds, error, isCoerced, outputSize }: OperationEnd,
  more: JsonObject = {},
): void {
  const durationMs = Math.round(durationSeconds * 1000);
  const meta = {
    ...more,
    outcome,
    durationMs,
    ...(isCoerced && { argumentsCoerced: true }),
    ...(outputSize && {
      outputSize: outputSize.whole,
      outputSizeSent: outputSize.sent,
    }),
  };
  if (error) {
    record.fail(error, meta);
  } else {
    record.succeed(meta);
  }
}

function cut(text: string): string {
  return toLoggableLine(text, MAX_TEXT_LENGTH);
}
