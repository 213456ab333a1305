import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import fc from 'fast-check';
import { narrow } from './narrow';
import {
  filterWithin,
  NO_REQUEST_FILTER,
  type RequestFilter,
} from '../tools/requestFilter';
import { ToolCatalog } from './ToolCatalog';

const GREET = 'greeter_greet';
const GET = 'catalog_get_entity';
const DELETE = 'catalog_delete_entity';
const WAVE = 'waver_wave';

function sampleAction(id: string, readOnly: boolean): ActionsServiceAction {
  const [pluginId, name] = id.split(':');
  return {
    id,
    pluginId,
    name,
    title: name,
    description: name,
    schema: { input: { type: 'object' }, output: {} },
    attributes: { readOnly, destructive: !readOnly, idempotent: true },
  };
}

const catalog = ToolCatalog.create([
  sampleAction('greeter:greet', true),
  sampleAction('catalog:get-entity', true),
  sampleAction('catalog:delete-entity', false),
  sampleAction('waver:wave', true),
]);
/** The server's own filter excludes the waver. */
const served = catalog.tools.filter(tool => tool.pluginId !== 'waver');

function narrowedNames(requestFilter: Partial<RequestFilter>): string[] {
  return narrow(
    served,
    { ...NO_REQUEST_FILTER, ...requestFilter },
    catalog,
  ).map(tool => tool.name);
}

describe('narrow', () => {
  it('returns the list itself when the request has no filter', () => {
    expect(narrow(served, NO_REQUEST_FILTER, catalog)).toBe(served);
  });

  it.each<{ asks: Partial<RequestFilter>; left: string[] }>([
    { asks: {}, left: [DELETE, GET, GREET] },
    { asks: { readOnly: true }, left: [GET, GREET] },
    { asks: { toolsets: ['catalog'] }, left: [DELETE, GET] },
    { asks: { toolsets: ['greeter', 'catalog'] }, left: [DELETE, GET, GREET] },
    { asks: { toolsets: ['all'] }, left: [DELETE, GET, GREET] },
    { asks: { toolsets: ['catalog', 'scaffolder'] }, left: [DELETE, GET] },
    { asks: { toolsets: ['scaffolder'] }, left: [] },
    { asks: { toolsets: ['all', 'greeter'] }, left: [DELETE, GET, GREET] },
    { asks: { tools: [GREET] }, left: [GREET] },
    { asks: { tools: [GREET, GREET] }, left: [GREET] },
    { asks: { tools: ['made_up'] }, left: [] },
    { asks: { tools: ['made_up', GREET] }, left: [GREET] },
    {
      asks: { toolsets: ['greeter'], tools: [DELETE] },
      left: [DELETE, GREET],
    },
    { asks: { excludedTools: [DELETE] }, left: [GET, GREET] },
    { asks: { excludedTools: ['made_up'] }, left: [DELETE, GET, GREET] },
    { asks: { tools: [GREET], excludedTools: [GREET] }, left: [] },
    {
      asks: { toolsets: ['catalog'], excludedTools: [GET] },
      left: [DELETE],
    },
    { asks: { toolsets: ['catalog'], readOnly: true }, left: [GET] },
    { asks: { tools: [DELETE], readOnly: true }, left: [] },
  ])('includes $left for $asks', ({ asks, left }) => {
    expect(narrowedNames(asks)).toEqual(left);
  });

  it.each([
    'catalog:delete-entity',
    'catalog.delete-entity',
    'catalog-delete-entity',
    'delete-entity',
    'delete_entity',
  ])('resolves the spelling %s', name => {
    expect(narrowedNames({ tools: [name] })).toEqual([DELETE]);
    expect(narrowedNames({ excludedTools: [name] })).toEqual([GET, GREET]);
  });

  it('adds no tool that the server does not have', () => {
    expect(narrowedNames({ tools: [WAVE, GREET] })).toEqual([GREET]);
  });
});

describe('narrowWithin', () => {
  const namesOf = (requestFilter: RequestFilter) =>
    narrow(served, requestFilter, catalog).map(tool => tool.name);
  const someOf = (...names: string[]) => fc.subarray(names);
  const requestFilters = fc.oneof(
    fc.constant(NO_REQUEST_FILTER),
    fc.record({
      readOnly: fc.boolean(),
      toolsets: someOf('catalog', 'greeter', 'all'),
      tools: someOf(GREET, GET, DELETE, WAVE, 'made_up'),
      excludedTools: someOf(GREET, GET, DELETE, WAVE, 'made_up'),
    }),
  );

  it('includes what both filters include, whatever they are', () => {
    fc.assert(
      fc.property(requestFilters, requestFilters, (outer, inner) => {
        const inBoth = namesOf(outer).filter(name =>
          namesOf(inner).includes(name),
        );
        expect(namesOf(filterWithin(outer, inner))).toEqual(inBoth);
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  it('returns the list itself when there is no filter', () => {
    expect(filterWithin(NO_REQUEST_FILTER, NO_REQUEST_FILTER)).toBe(
      NO_REQUEST_FILTER,
    );
  });
});
