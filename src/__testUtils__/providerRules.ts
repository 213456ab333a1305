import type { JsonObject, JsonValue } from '@backstage/types';
import traverse from 'json-schema-traverse';

export type Consumer = 'Claude' | 'OpenAI' | 'Gemini' | 'VS Code' | 'Cursor';

/** What one client or model provider requires, as a check of a tool. */
export interface ProviderRule {
  readonly consumer: Consumer;
  readonly rule: string;
  /** Who found it, with a link or issue number. */
  readonly source: string;
  /** Returns the violations of the rule. */
  check(schema: JsonObject): string[];
}

/**
 * A reasonable bound. OpenAI allows ten levels, but only in strict mode, which
 * this plugin does not use.
 */
const MAX_DEPTH = 12;
/**
 * A reasonable bound: about 10,000 tokens, the recommended size of a whole tool
 * list.
 */
const MAX_SCHEMA_LENGTH = 40_000;

const GEMINI_TYPES = [
  ...['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'],
];

const REFUSED_BY_GEMINI = [
  ...['$ref', '$defs', 'definitions', '$schema', '$id', 'const'],
  ...['oneOf', 'allOf', 'not', 'if', 'then', 'else'],
  ...['patternProperties', 'propertyNames', 'dependencies'],
  ...['exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'uniqueItems'],
  ...['prefixItems', 'additionalItems', 'contains'],
];

const TYPE_OF_KEYWORD: Record<string, string[]> = {
  properties: ['object'],
  required: ['object'],
  items: ['array'],
  pattern: ['string'],
  minimum: ['number', 'integer'],
};

/** Rules that the schemas of all tools follow. */
export const PROVIDER_RULES: readonly ProviderRule[] = [
  {
    consumer: 'Claude',
    rule: 'the root is an object, without alternatives beside it',
    source: 'claude-code#45106, notion-mcp-server#341',
    check: root => [
      ...(root.type === 'object' ? [] : [`type ${root.type}`]),
      ...keywordsOf(root, ['anyOf', 'oneOf', 'allOf', 'enum', 'not']),
    ],
  },
  {
    consumer: 'Claude',
    rule: 'property keys match ^[a-zA-Z0-9_.-]{1,64}$',
    source: 'claude-code#92648, composio#3500',
    check: eachNode(node =>
      Object.keys((node.properties as JsonObject) ?? {}).filter(
        key => !/^[a-zA-Z0-9_.-]{1,64}$/.test(key),
      ),
    ),
  },
  {
    consumer: 'VS Code',
    rule: 'every array has a single schema for its items',
    source: 'vscode#325618, vscode#257537',
    check: eachNode(node =>
      node.type === 'array' && !isObject(node.items) ? ['no items'] : [],
    ),
  },
  {
    consumer: 'Cursor',
    rule: 'no tuples, which the models behind it refuse',
    source: 'hyperdx#2967',
    check: eachNode(node =>
      Array.isArray(node.items) || 'prefixItems' in node ? ['tuple'] : [],
    ),
  },
  {
    consumer: 'Gemini',
    rule: 'no unknown keywords',
    source: 'gemini-cli#13326, CLIProxyAPI#97, goai#108, CLIProxyAPI#2142',
    check: eachNode(node => keywordsOf(node, REFUSED_BY_GEMINI)),
  },
  {
    consumer: 'Gemini',
    rule: 'each node has one known type, or anyOf',
    source: 'gemini-cli#22210, LibreChat#6971',
    check: eachNode(({ type, anyOf }) =>
      GEMINI_TYPES.includes(String(type)) ||
      (type === undefined && Array.isArray(anyOf))
        ? []
        : [`type ${JSON.stringify(type)}`],
    ),
  },
  {
    consumer: 'OpenAI',
    rule: 'the root has properties, and each node has a type or alternatives',
    source: 'inboxapi/cli#106, openclaude#1117, chat-ui#2299',
    check: root => [
      ...(isObject(root.properties) ? [] : ['no properties']),
      ...eachNode(node =>
        'type' in node || 'anyOf' in node ? [] : ['no type'],
      )(root),
    ],
  },
  {
    consumer: 'Gemini',
    rule: 'no keywords beside anyOf',
    source: 'opencode#14788, Graphenium#37',
    check: eachNode(node =>
      'anyOf' in node && Object.keys(node).length > 1
        ? [`${Object.keys(node)}`]
        : [],
    ),
  },
  {
    consumer: 'Gemini',
    rule: 'an enum has a type and only non-empty strings',
    source: 'hyperdx#2967, mcp-server-excel#607, LibreChat#13623',
    check: eachNode(({ enum: literals, type }) =>
      literals === undefined || (type === 'string' && areNonEmpty(literals))
        ? []
        : [`${type} ${JSON.stringify(literals)}`],
    ),
  },
  {
    consumer: 'Gemini',
    rule: 'keywords belong to the type of their node',
    source: 'opencode#11889',
    check: eachNode(node =>
      Object.entries(TYPE_OF_KEYWORD)
        .filter(([keyword]) => keyword in node)
        .filter(([, types]) => !types.includes(String(node.type)))
        .map(([keyword]) => keyword),
    ),
  },
  {
    consumer: 'Gemini',
    rule: 'required properties are defined',
    source: 'genkit#5656',
    check: eachNode(node =>
      ((node.required as string[]) ?? []).filter(
        key => !Object.hasOwn((node.properties as JsonObject) ?? {}, key),
      ),
    ),
  },
  {
    consumer: 'Gemini',
    rule: 'the only format is date-time',
    source: 'https://ai.google.dev/api/caching#Schema',
    check: eachNode(({ format }) =>
      format === undefined || format === 'date-time' ? [] : [`${format}`],
    ),
  },
  {
    consumer: 'OpenAI',
    rule: 'patterns have no look-around and no back references',
    source: 'https://github.com/google/re2/wiki/Syntax',
    check: eachNode(({ pattern }) =>
      pattern === undefined ||
      !/\(\?(?:[=!]|<[=!])|\\[1-9]|\\k/.test(String(pattern))
        ? []
        : [`${pattern}`],
    ),
  },
  {
    consumer: 'OpenAI',
    rule: `at most ${MAX_DEPTH} levels and ${MAX_SCHEMA_LENGTH} characters`,
    source: 'https://platform.openai.com/docs/guides/structured-outputs',
    check: root => [
      ...(depthOf(root) > MAX_DEPTH ? [`${depthOf(root)} levels`] : []),
      ...(JSON.stringify(root).length > MAX_SCHEMA_LENGTH ? ['too long'] : []),
    ],
  },
];

/**
 * Claude Desktop refuses the whole list because of one other name
 * (hostinger/api-mcp-server#49).
 */
export const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** All violations of the rules, one readable line each. */
export function violationsOf(schema: JsonObject): string[] {
  return PROVIDER_RULES.flatMap(({ consumer, rule, check }) =>
    check(schema).map(found => `${consumer}: ${rule}: ${found}`),
  );
}

function eachNode(check: (node: JsonObject) => string[]) {
  return (root: JsonObject): string[] => {
    const found: string[] = [];
    traverse(root, {
      allKeys: true,
      cb: (node, pointer) => {
        found.push(...check(node).map(text => `${text} at #${pointer}`));
      },
    });
    return found;
  };
}

function keywordsOf(node: JsonObject, keywords: readonly string[]): string[] {
  return keywords.filter(keyword => keyword in node);
}

function isObject(value: JsonValue | undefined): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areNonEmpty(literals: JsonValue): boolean {
  return (
    Array.isArray(literals) &&
    literals.length > 0 &&
    literals.every(literal => typeof literal === 'string' && literal !== '')
  );
}

function depthOf(root: JsonObject): number {
  let depth = 0;
  traverse(root, {
    cb: (_, pointer) => {
      const levels = pointer.match(
        /\/(properties|items|anyOf|additionalProperties)\b/g,
      );
      depth = Math.max(depth, levels?.length ?? 0);
    },
  });
  return depth;
}
