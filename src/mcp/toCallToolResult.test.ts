import type { JsonValue } from '@backstage/types';
import { greet } from '../__testUtils__/greet';
import { toCallToolResult } from './toCallToolResult';

const listed = { ...greet, outputSchema: { type: 'object' } };

describe('toCallToolResult', () => {
  it.each<{ kind: string; output: JsonValue; text: string }>([
    {
      kind: 'an object',
      output: { greeting: 'Hello "you"' },
      text: '{"greeting":"Hello \\"you\\""}',
    },
    { kind: 'an array', output: ['Hello', 1], text: '["Hello",1]' },
    {
      kind: 'a text, without quotes',
      output: 'Hello "you"',
      text: 'Hello "you"',
    },
    { kind: 'an empty text', output: '', text: '' },
    { kind: 'zero', output: 0, text: '0' },
    { kind: 'null', output: null, text: 'null' },
  ])(
    'returns $kind as text only when no output schema is listed',
    ({ output, text }) => {
      expect(
        toCallToolResult({ status: 'succeeded', tool: greet, output }),
      ).toEqual({ content: [{ type: 'text', text }] });
    },
  );

  it.each<{ kind: string; output: JsonValue }>([
    { kind: 'an object', output: { greeting: 'Hello' } },
    { kind: 'an array', output: ['Hello', 1] },
    { kind: 'zero', output: 0 },
    { kind: 'false', output: false },
    { kind: 'null', output: null },
  ])(
    'returns $kind as structured content when an output schema is listed',
    ({ output }) => {
      expect(
        toCallToolResult({ status: 'succeeded', tool: listed, output }),
      ).toEqual({ content: [], structuredContent: output });
    },
  );

  it('returns OK for an action without an output', () => {
    expect(
      toCallToolResult({ status: 'succeeded', tool: greet, output: undefined }),
    ).toEqual({ content: [{ type: 'text', text: 'OK' }] });
  });

  it('returns the readable message of a failure, and nothing else of the error', () => {
    expect(
      toCallToolResult({
        status: 'failed',
        tool: greet,
        error: { name: 'NotFoundError', message: 'row 7 is missing' },
        message: 'NotFoundError: nobody to greet',
      }),
    ).toEqual({
      content: [{ type: 'text', text: 'NotFoundError: nobody to greet' }],
      isError: true,
    });
  });

  it.each<[string, JsonValue | undefined, string]>([
    ['does not match', { greeting: 7 }, '{"greeting":7}'],
    ['is nothing', undefined, 'OK'],
  ])(
    'returns an output that %s the listed schema as text, in a form that every client accepts',
    (_, output, text) => {
      expect(
        toCallToolResult({
          status: 'succeeded',
          tool: listed,
          output,
          violatesOutputSchema: true,
        }),
      ).toEqual({
        content: [
          {
            type: 'text',
            text: expect.stringMatching(
              RegExp(
                `^The tool ran and returned the result below\\..*:\n${text}$`,
              ),
            ),
          },
        ],
        isError: true,
      });
    },
  );

  it('treats MCP content the same way when an output schema is listed', () => {
    const image = { type: 'image', data: 'aGk=', mimeType: 'image/png' };
    expect(
      toCallToolResult({
        status: 'succeeded',
        tool: listed,
        output: { $mcpContent: [image] },
      }),
    ).toEqual({
      content: [
        { type: 'text', text: expect.stringMatching(/^The tool ran/) },
        image,
      ],
      isError: true,
    });
  });

  it.each([
    [[{ type: 'text', text: 'Hello' }]],
    [[{ type: 'image', data: 'aGk=', mimeType: 'image/png' }]],
    [[{ type: 'audio', data: 'aGk=', mimeType: 'audio/wav' }]],
    [[{ type: 'resource', resource: { uri: 'a:b', text: 'Hello' } }]],
    [[{ type: 'resource_link', uri: 'a:b', name: 'Hello' }]],
  ])('sends the MCP content %j as content', $mcpContent => {
    expect(
      toCallToolResult({
        status: 'succeeded',
        tool: greet,
        output: { $mcpContent },
      }),
    ).toEqual({ content: $mcpContent });
  });

  it.each([
    ['no list', { $mcpContent: 'Hello' }],
    ['a block of an unknown type', { $mcpContent: [{ type: 'smell' }] }],
    ['a block without its text', { $mcpContent: [{ type: 'text' }] }],
  ])('sends %s as data', (_, output) => {
    expect(
      toCallToolResult({ status: 'succeeded', tool: greet, output }),
    ).toEqual({ content: [{ type: 'text', text: JSON.stringify(output) }] });
  });
});
