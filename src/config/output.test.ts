import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(mcpActions: JsonObject) {
  return readMcpActionsConfig(new ConfigReader({ mcpActions })).output;
}

describe('output', () => {
  it('has a limit by default', () => {
    expect(read({})).toEqual({ maxBytes: 204_800, maxBytesByAction: {} });
  });

  it('reads the limits of single actions', () => {
    expect(
      read({
        output: { maxSize: '1mb' },
        overrides: {
          'catalog:get': { title: 'Get' },
          'scaffolder:list': { maxOutputSize: '50kb' },
          'techdocs:get': { maxOutputSize: 0 },
        },
      }),
    ).toEqual({
      maxBytes: 1_048_576,
      maxBytesByAction: { 'scaffolder:list': 51_200, 'techdocs:get': Infinity },
    });
  });

  it.each([0, '0', '0kb'])('reads %j as no limit', maxSize => {
    expect(read({ output: { maxSize } }).maxBytes).toBe(Infinity);
  });

  it.each([2_048, '2048', '2kb'])('accepts %j, the smallest limit', maxSize => {
    expect(read({ output: { maxSize } }).maxBytes).toBe(2_048);
  });

  it.each<JsonValue>([
    ...[-1, 1.5, '', 'big', '10m', true, [], {}],
    ...[1, 2_047, '1kb'],
  ])('names the path of %j, which is not a size', size => {
    const overrides = { 'a:b': { maxOutputSize: size } };

    expect(() => read({ output: { maxSize: size } })).toThrow(
      "Invalid config at 'mcpActions.output.maxSize': ",
    );
    expect(() => read({ overrides })).toThrow(
      "Invalid config at 'mcpActions.overrides.a:b.maxOutputSize': ",
    );
  });

  it('describes a valid size', () => {
    expect(() => read({ output: { maxSize: '1kb' } })).toThrow(
      '1kb is not a size of 2kb or more, such as 200kb, or 0 for no bound',
    );
  });
});
