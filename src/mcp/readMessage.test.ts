import fc from 'fast-check';
import { readMessage } from './readMessage';

const message = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

function bodyOf(body: unknown): unknown {
  const read = readMessage(body);
  return read.refusal === undefined ? read.body : undefined;
}

describe('readMessage', () => {
  it.each([
    { says: 'no params', params: undefined, read: message },
    { says: 'params: null', params: null, read: message },
    {
      says: 'an empty cursor',
      params: { cursor: '' },
      read: { ...message, params: {} },
    },
  ])('treats $says as absent', ({ params, read }) => {
    expect(bodyOf({ ...message, params })).toEqual(read);
    expect(bodyOf([{ ...message, params }])).toEqual([read]);
  });

  it.each([
    null,
    42,
    'text',
    [],
    [null, 1],
    { hello: 1 },
    { ...message, params: [] },
    { ...message, params: 'x' },
    { ...message, params: { cursor: 'x' } },
    { ...message, params: { cursor: null } },
    { ...message, method: 'tools/call', params: { name: 'a', cursor: '' } },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    { jsonrpc: '2.0', id: null, method: 'ping' },
    { jsonrpc: '2.0', id: 2 ** 53 - 1, method: 'ping' },
    { jsonrpc: '2.0', id: -(2 ** 53 - 1), method: 'ping' },
  ])('leaves %j to the SDK', body => {
    expect(bodyOf(body)).toEqual(body);
  });

  it.each(['9007199254740993', '-9007199254740992', '1e21', '1e400', '1.5'])(
    'refuses the id %s, which a response would change',
    id => {
      const body = JSON.parse(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
      const refusal = expect.stringContaining(
        'a numeric id must be an integer',
      );

      expect(readMessage(body)).toEqual({ refusal });
      expect(readMessage([message, body])).toEqual({ refusal });
    },
  );

  it('refuses an id that strict clients cannot read', () => {
    expect(readMessage({ ...message, id: 'a\ud83d' })).toEqual({
      refusal: 'the id is not well-formed Unicode',
    });
  });

  it('makes texts outside the arguments well-formed, and keeps the arguments unchanged', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\ud83d', '\ude00') });
    fc.assert(
      fc.property(fc.dictionary(text, text), text, (args, broken) => {
        const read = bodyOf({
          ...message,
          method: broken,
          params: {
            name: broken,
            arguments: args,
            _meta: { progressToken: broken, [broken]: [broken] },
          },
        }) as { params: { arguments: unknown } };
        expect(read.params.arguments).toBe(args);
        const others = { ...read, params: { ...read.params, arguments: {} } };
        expect(JSON.stringify(others)).not.toMatch(/\\ud[89a-f]/);
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
