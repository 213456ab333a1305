import type { JsonValue } from '@backstage/types';
import { greet } from '../__testUtils__/greet';
import { toCallToolResult } from './toCallToolResult';

describe('toCallToolResult', () => {
  it.each<{ kind: string; output: JsonValue; text: string }>([
    {
      kind: 'an object',
      output: { greeting: 'Hello "you"' },
      text: '{"greeting":"Hello \\"you\\""}',
    },
    { kind: 'an empty object', output: {}, text: '{}' },
    { kind: 'an array', output: ['Hello', 1], text: '["Hello",1]' },
    { kind: 'a string', output: 'Hello', text: '"Hello"' },
    { kind: 'an empty string', output: '', text: '""' },
    { kind: 'zero', output: 0, text: '0' },
    { kind: 'false', output: false, text: 'false' },
    { kind: 'null', output: null, text: 'null' },
  ])('has $kind as text and as it is', ({ output, text }) => {
    expect(
      toCallToolResult({ status: 'succeeded', tool: greet, output }),
    ).toEqual({ content: [{ type: 'text', text }], structuredContent: output });
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
      _meta: {
        'io.backstage/error': {
          name: 'NotFoundError',
          status: 404,
          retryable: false,
        },
      },
    });
  });

  it('has only the text of an output that is not what its schema says', () => {
    expect(
      toCallToolResult({
        status: 'succeeded',
        tool: greet,
        output: { greeting: 7 },
        isMisfit: true,
      }),
    ).toEqual({ content: [{ type: 'text', text: '{"greeting":7}' }] });
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
    ).toMatchObject({ structuredContent: output });
  });
});
