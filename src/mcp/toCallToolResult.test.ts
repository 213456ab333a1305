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
  ])('has $kind as text only if no schema is listed', ({ output, text }) => {
    expect(
      toCallToolResult({ status: 'succeeded', tool: greet, output }),
    ).toEqual({ content: [{ type: 'text', text }] });
  });

  it.each<{ kind: string; output: JsonValue }>([
    { kind: 'an object', output: { greeting: 'Hello' } },
    { kind: 'an array', output: ['Hello', 1] },
    { kind: 'zero', output: 0 },
    { kind: 'false', output: false },
    { kind: 'null', output: null },
  ])('has $kind as structured content if a schema is listed', ({ output }) => {
    expect(
      toCallToolResult({ status: 'succeeded', tool: listed, output }),
    ).toEqual({ content: [], structuredContent: output });
  });

  it('says OK for an action without an output', () => {
    expect(
      toCallToolResult({ status: 'succeeded', tool: greet, output: undefined }),
    ).toEqual({ content: [{ type: 'text', text: 'OK' }] });
  });

  it('has the readable message of a failure, and nothing of its error', () => {
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
    ['does not fit', { greeting: 7 }, '{"greeting":7}'],
    ['is nothing', undefined, 'OK'],
  ])(
    'has an output that %s the listed schema as text, in a form that no client refuses',
    (_, output, text) => {
      expect(
        toCallToolResult({
          status: 'succeeded',
          tool: listed,
          output,
          isMisfit: true,
        }),
      ).toEqual({
        content: [
          {
            type: 'text',
            text: expect.stringMatching(
              RegExp(`^The tool ran, and this is its answer\\..*:\n${text}$`),
            ),
          },
        ],
        isError: true,
      });
    },
  );

  it('has content likewise, if a schema is listed', () => {
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
  ])('sends the MCP content %j as such', $mcpContent => {
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
    ['a block of no known type', { $mcpContent: [{ type: 'smell' }] }],
    ['a block that lacks its text', { $mcpContent: [{ type: 'text' }] }],
  ])('sends content that is %s as data', (_, output) => {
    expect(
      toCallToolResult({ status: 'succeeded', tool: greet, output }),
    ).toEqual({ content: [{ type: 'text', text: JSON.stringify(output) }] });
  });
});
