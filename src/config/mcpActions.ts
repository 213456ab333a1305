import { z } from 'zod';
import { DEFAULT_MAX_TOOL_NAME_LENGTH } from '../tools/types';
import { durationMs } from './durationMs';
import { filter } from './filter';
import { oauth } from './oauth';
import { allowedOrigins } from './origins';
import { output } from './output';
import { overrideProblems, overrides } from './overrides';
import { instructions, serverProblems, servers } from './servers';
import { block, listOf } from './shapes';
import {
  actionId,
  flag,
  httpUrl,
  oneOf,
  sizeBytes,
  text,
  wholeNumber,
} from './values';

/**
 * Actions of Backstage's own plugins that throw plain errors for mistakes of
 * their callers: an invalid entity reference, a failed template step, a
 * document type without an index, or metadata that is too large.
 */
const SHOWN_ERRORS = [
  'scaffolder:execute-template',
  'scaffolder:dry-run-template',
  'search:query',
  'techdocs:get-techdocs-metadata',
];

const toolNames = block({
  // Every client and model provider accepts this length.
  style: oneOf(['snake_case', 'dotted']).default('snake_case'),
  // Leaves room for a name, an underscore and a hash. MCP allows 128
  // characters.
  maxLength: wholeNumber({ min: 16, max: 128 }).default(
    DEFAULT_MAX_TOOL_NAME_LENGTH,
  ),
  /** Further names of tools, each with its action id. */
  aliases: z.record(z.string(), actionId).readonly().default({}),
});

const limits = block({
  // Ten times the input that the Actions Registry accepts for one action.
  bodySize: sizeBytes.default(1024 * 1024),
  // Enough for several agents of one user. Stops an agent in an endless loop.
  callsInFlight: wholeNumber({ min: 0 }).default(50),
  callsPerMinute: wholeNumber({ min: 0 }).default(1_000),
  destructiveCallsPerMinute: wholeNumber({ min: 0 }).default(100),
  // Works without a shared cache.
  store: oneOf(['memory', 'cache']).default('memory'),
});

const sse = block({
  // Clients of 0.2 use HTTP+SSE.
  enabled: flag.default(true),
  maxSessions: wholeNumber({ min: 1 }).default(1_000),
  // Enough for one user with many windows, or a service with many agents.
  maxSessionsPerPrincipal: wholeNumber({ min: 1 }).default(100),
});

const link = z
  .strictObject({ title: text, url: httpUrl.transform(({ href }) => href) })
  .readonly();

/** The `mcpActions` block. Refuses unknown keys at every level. */
const keys = z.strictObject({
  name: text.default('backstage'),
  description: text.optional(),
  instructions,
  // Two plugins may have actions with the same name.
  namespacedToolNames: flag.default(true),
  toolNames,
  schemas: oneOf(['portable', 'verbatim']).default('portable'),
  outputSchemas: flag.default(true),
  coerceArguments: flag.default(true),
  errors: block({ show: listOf(text).default(SHOWN_ERRORS) }),
  // An agent calls many times in 10 s, and new plugins are rare.
  cache: block({ ttl: durationMs.default(10_000) }),
  // Below the 300 s after which the platform gives up on an action.
  callTimeout: durationMs.default(4 * 60 * 1000),
  limits,
  // If this were on by default, a policy that denies unknown permissions would
  // empty all lists.
  permissions: block({ enabled: flag.default(false) }),
  output,
  directAnswers: flag.default(true),
  default: block({ enabled: flag.default(true), filter }),
  servers,
  overrides,
  // Off by default: arguments and output may hold personal data and secrets.
  tracing: block({ capture: block({ toolPayload: flag.default(false) }) }),
  allowedOrigins,
  page: block({
    enabled: flag.default(true),
    links: listOf(link).default([]),
  }),
  sse,
  oauth,
});

export type McpActionsBlock = z.output<typeof keys>;

export const mcpActions = keys
  .superRefine((all, context) => {
    const { style } = all.toolNames;
    [...serverProblems(all), ...overrideProblems(all.overrides, style)].forEach(
      problem => context.addIssue({ code: 'custom', ...problem }),
    );
  })
  .prefault({});
