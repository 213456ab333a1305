import { mockServices } from '@backstage/backend-test-utils';
import type { JsonValue } from '@backstage/types';
import { greet } from '../__testUtils__/greet';
import { toOutputSchema } from '../schema/outputSchema';
import type { FoundTool } from '../tools/types';
import { createFitOutput } from './createFitOutput';

const MANY = Array.from({ length: 2_000 }, (_, index) => index);
const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

function fitted(
  output: JsonValue | undefined,
  {
    maxBytes = 4_000,
    schema = {},
  }: { maxBytes?: number; schema?: Record<string, JsonValue> } = {},
) {
  const logger = mockServices.logger.mock();
  const fit = createFitOutput({
    output: { maxBytes, maxBytesByAction: { 'other:action': 10 } },
    logger,
  });
  const listed = toOutputSchema(schema);
  const accepts = jest.fn(
    (value: JsonValue | undefined) => !listed || listed.accepts(value),
  );
  const found: FoundTool = {
    tool: greet,
    toInput: args => args,
    acceptsOutput: accepts,
  };
  const given = fit(found, output);
  fit(found, output);
  const warnings = logger.warn.mock.calls.map(([message]) => message);
  return { ...given, accepts, warnings };
}

const LIST_SCHEMA = {
  type: 'object',
  properties: { items: { type: 'array', items: { type: 'number' } } },
  required: ['items'],
};

describe('createFitOutput', () => {
  it('passes on an output that is small enough, and checks its schema once', () => {
    const output = { items: [1] };
    const { accepts, warnings, ...given } = fitted(output, {
      schema: LIST_SCHEMA,
    });

    expect(given).toEqual({ output, outputSize: { whole: 13, sent: 13 } });
    expect(given.output).toBe(output);
    expect(accepts).toHaveBeenCalledTimes(2);
    expect(warnings).toEqual([]);
  });

  it('cuts an output that is too large, and returns both sizes', () => {
    const { output, outputSize, note, violatesOutputSchema, warnings } = fitted(
      { items: MANY },
      { schema: LIST_SCHEMA },
    );

    expect(outputSize).toEqual({
      whole: sizeOf({ items: MANY }),
      sent: sizeOf(output),
    });
    expect(outputSize!.sent).toBeLessThanOrEqual(4_000);
    expect(output).toHaveProperty('_cut');
    expect(note).toBeUndefined();
    expect(violatesOutputSchema).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it('returns the note separately if the output has no place for it', () => {
    expect(fitted(MANY).note).toMatch(/^this answer has [89]\d\d of 2,000/);
  });

  it('sends an output whole if a cut one would violate its schema, and warns once', () => {
    const output = Object.fromEntries(MANY.map(key => [`key${key}`, key]));
    const { warnings, ...given } = fitted(output, {
      schema: {
        type: 'object',
        properties: { key1999: { type: 'number' } },
        required: ['key1999'],
      },
    });

    expect(given.output).toBe(output);
    expect(given.outputSize).toEqual({
      whole: sizeOf(output),
      sent: sizeOf(output),
    });
    expect(given).not.toHaveProperty('violatesOutputSchema');
    expect(warnings).toEqual([
      'The output of greeter:greet is too large and is sent whole: cut, it would not fit its schema, and clients would refuse it. Have the action answer less, or raise mcpActions.overrides.greeter:greet.maxOutputSize',
    ]);
  });

  it('validates the output that is sent', () => {
    const schema = LIST_SCHEMA;
    const brokenBehind = { items: [...MANY, 'broken'] };
    const brokenBefore = { items: ['broken', ...MANY] };

    expect(fitted(brokenBehind, { schema })).not.toHaveProperty(
      'violatesOutputSchema',
    );
    expect(fitted(brokenBefore, { schema })).toMatchObject({
      violatesOutputSchema: true,
      output: { _cut: expect.any(String) },
      warnings: [
        'The output of greeter:greet does not fit its schema: clients get it as text that is marked as an error. Correct the schema',
      ],
    });
  });

  it('cuts nothing without a bound', () => {
    const { output, outputSize } = fitted(MANY, { maxBytes: Infinity });

    expect(output).toBe(MANY);
    expect(outputSize).toEqual({ whole: sizeOf(MANY), sent: sizeOf(MANY) });
  });

  it('applies the limit of a single action', () => {
    const fit = createFitOutput({
      output: {
        maxBytes: Infinity,
        maxBytesByAction: { 'greeter:greet': 4_000 },
      },
      logger: mockServices.logger.mock(),
    });
    const { outputSize } = fit(
      { tool: greet, toInput: args => args, acceptsOutput: () => true },
      MANY,
    );

    expect(outputSize!.sent).toBeLessThanOrEqual(4_000);
  });
});
