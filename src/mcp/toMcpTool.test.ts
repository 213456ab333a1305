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
  it('shows what a client needs, and no more', () => {
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
        openWorldHint: true,
      },
    });
  });

  it('shows the output schema that the tool has', () => {
    const outputSchema = { type: 'array', items: { type: 'string' } };
    expect(toMcpTool({ ...deleteEntity, outputSchema })).toMatchObject({
      outputSchema: { type: 'array', items: { type: 'string' } },
    });
  });

  it.each([
    { effect: 'changes something', readOnly: false, openWorldHint: true },
    { effect: 'only reads', readOnly: true, openWorldHint: false },
  ])(
    'hints at the outside world $openWorldHint for a tool that $effect',
    ({ readOnly, openWorldHint }) => {
      const attributes = { ...deleteEntity.attributes, readOnly };
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
