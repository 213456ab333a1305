import type { Tool } from '../tools/types';
import { toMcpTool } from './toMcpTool';

const deleteEntity: Tool = {
  name: 'catalog_delete_entity',
  title: 'Delete entity',
  description: 'Deletes an entity from the catalog',
  inputSchema: {
    type: 'object',
    properties: { entityRef: { type: 'string' } },
    required: ['entityRef'],
  },
  attributes: { readOnly: false, destructive: true, idempotent: true },
  actionId: 'catalog:delete-entity',
  pluginId: 'catalog',
};

describe('toMcpTool', () => {
  it('shows only what a client needs', () => {
    expect(toMcpTool(deleteEntity)).toEqual({
      name: 'catalog_delete_entity',
      title: 'Delete entity',
      description: 'Deletes an entity from the catalog',
      inputSchema: {
        type: 'object',
        properties: { entityRef: { type: 'string' } },
        required: ['entityRef'],
      },
      annotations: {
        title: 'Delete entity',
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: false,
      },
    });
  });

  it("shows the tool's output schema", () => {
    const outputSchema = { type: 'array', items: { type: 'string' } };
    expect(toMcpTool({ ...deleteEntity, outputSchema })).toMatchObject({
      outputSchema: { type: 'array', items: { type: 'string' } },
    });
  });

  it.each([
    { openWorld: undefined, openWorldHint: false },
    { openWorld: false, openWorldHint: false },
    { openWorld: true, openWorldHint: true },
  ])(
    'sets the open-world hint only when the operator configures it: $openWorld',
    ({ openWorld, openWorldHint }) => {
      const attributes = { ...deleteEntity.attributes, openWorld };
      expect(toMcpTool({ ...deleteEntity, attributes }).annotations).toEqual(
        expect.objectContaining({ openWorldHint }),
      );
    },
  );

  it.each([
    { attribute: 'readOnly', hint: 'readOnlyHint' },
    { attribute: 'destructive', hint: 'destructiveHint' },
    { attribute: 'idempotent', hint: 'idempotentHint' },
  ])('shows the attribute $attribute as $hint', ({ attribute, hint }) => {
    const none = { readOnly: false, destructive: false, idempotent: false };
    const hints = {
      readOnlyHint: false,
      destructiveHint: false,
      idempotentHint: false,
    };

    expect(
      toMcpTool({ ...deleteEntity, attributes: { ...none, [attribute]: true } })
        .annotations,
    ).toMatchObject({ title: 'Delete entity', ...hints, [hint]: true });
  });
});
