import fc from 'fast-check';
import { withStructuredText } from './withStructuredText';

describe('withStructuredText', () => {
  it('leaves a result without structured content as it is', () => {
    const result = { content: [{ type: 'text' as const, text: 'Hi' }] };
    expect(withStructuredText(result)).toEqual(result);
  });

  it.each([
    { kind: 'data', structuredContent: { a: 1 }, text: '{"a":1}' },
    { kind: 'content', structuredContent: undefined, text: 'Hi' },
  ])('puts the note before $kind', ({ structuredContent, text }) => {
    const content = [{ type: 'text' as const, text: 'Hi' }];
    const result = { content, structuredContent };

    expect(
      withStructuredText(result, { note: 'this answer has 1 of 2' }),
    ).toEqual({
      content: [
        { type: 'text', text: 'this answer has 1 of 2' },
        { type: 'text', text },
      ],
      structuredContent,
    });
  });

  it('repeats what a client reads of the structured content, to the byte', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), value => {
        const structuredContent = { result: value };
        const sent = JSON.stringify(
          withStructuredText({ content: [], structuredContent }),
        );
        const read = JSON.parse(sent);
        expect(read.content).toEqual([
          { type: 'text', text: JSON.stringify(read.structuredContent) },
        ]);
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
