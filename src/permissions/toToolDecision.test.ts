import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import { ToolCatalog } from '../catalog/ToolCatalog';
import { ALLOW, DENY, onlyIf } from '../__testUtils__/anyDecision';
import { rulesetOf } from '../__testUtils__/rulesetOf';
import { sampleAction } from '../__testUtils__/sampleAction';
import { UNFILTERED } from '../tools/types';
import { mcpToolConditions } from './mcpToolConditions';
import { toToolDecision } from './toToolDecision';

const SERVER = { key: 'default', filter: UNFILTERED };
const [TOOL] = ToolCatalog.create([sampleAction('catalog:get')]).tools;

const ofCatalog = mcpToolConditions.isOfPlugin({ pluginIds: ['catalog'] });
const nonsense = {
  rule: 'IS_MINE',
  resourceType: 'mcp-tool' as const,
  params: {},
};

const read = (decision: unknown) =>
  toToolDecision(
    decision as PolicyDecision,
    createConditionAuthorizer(rulesetOf()),
  );

describe('toToolDecision', () => {
  it.each<{ says: string; decision: unknown; permits: boolean }>([
    { says: 'ALLOW', decision: ALLOW, permits: true },
    { says: 'DENY', decision: DENY, permits: false },
    {
      says: 'a condition that is met',
      decision: onlyIf(ofCatalog),
      permits: true,
    },
    {
      says: 'a condition that is not met',
      decision: onlyIf({ not: ofCatalog }),
      permits: false,
    },
    {
      says: 'an unknown result',
      decision: { result: 'MAYBE' },
      permits: false,
    },
    { says: 'nothing', decision: undefined, permits: false },
  ])('permits a tool with $says: $permits', ({ decision, permits }) => {
    expect(read(decision).permits(TOOL, SERVER)).toBe(permits);
  });

  it.each([
    { how: 'an unknown rule', criteria: { not: nonsense } },
    {
      how: 'invalid parameters',
      criteria: { not: mcpToolConditions.isAction({ ids: '*' as never }) },
    },
  ])('fails on a not around $how', ({ criteria }) => {
    expect(() => read(onlyIf(criteria)).permits(TOOL, SERVER)).toThrow(
      'mcp.tool.use could not be decided',
    );
  });

  it.each([
    { pluginId: 'catalog', resourceType: 'mcp-tool' },
    { pluginId: 'mcp-actions', resourceType: 'catalog-entity' },
  ])('refuses conditions on $resourceType of $pluginId', other => {
    const decision = { ...onlyIf(ofCatalog), ...other };
    expect(() => read(decision)).toThrow(
      `conditions on ${other.resourceType} of ${other.pluginId}. Use createMcpToolConditionalDecision`,
    );
  });

  it('has the same key only for equal decisions', () => {
    const keys = [
      ALLOW,
      DENY,
      onlyIf(ofCatalog),
      onlyIf({ not: ofCatalog }),
      onlyIf(mcpToolConditions.isOfPlugin({ pluginIds: ['search'] })),
    ].map(decision => read(decision).key);

    expect(new Set(keys).size).toBe(keys.length);
    expect(read(onlyIf({ ...ofCatalog })).key).toBe(keys[2]);
    expect(read({ ...ALLOW, id: '1' }).key).toBe(keys[0]);
  });

  it('sets permitsAll only for ALLOW', () => {
    const every = onlyIf({ anyOf: [ofCatalog, { not: ofCatalog }] });
    expect([ALLOW, DENY, every].map(each => read(each).permitsAll)).toEqual([
      true,
      false,
      false,
    ]);
    expect(every.result).toBe(AuthorizeResult.CONDITIONAL);
  });
});
