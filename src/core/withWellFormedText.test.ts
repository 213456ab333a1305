import fc from 'fast-check';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { FoundTool, RunTool, ToolOutcome } from '../tools/types';
import { withWellFormedText } from './withWellFormedText';

const FOUND: FoundTool = {
  tool: greet,
  toInput: args => args,
  acceptsOutput: () => true,
};

function runWith(run: RunTool): Promise<ToolOutcome> {
  return withWellFormedText(run)(callContext(), FOUND, {});
}

function outcomeOf(outcome: ToolOutcome): Promise<ToolOutcome> {
  return runWith(async () => outcome);
}

const brokenText = fc.string({
  unit: fc.constantFrom('a', '\ud83d', '\ude00', '"'),
});

describe('withWellFormedText', () => {
  it('removes lone surrogates from an output', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          brokenText,
          fc.array(brokenText),
          fc.dictionary(brokenText, brokenText),
        ),
        async output => {
          const made = await outcomeOf({
            status: 'succeeded',
            tool: greet,
            output,
            note: `/${Object.keys(output ?? {})[0]} has 1 of 2`,
          });
          expect(JSON.stringify(made)).not.toMatch(/\\ud[89a-f]/);
        },
      ),
      { seed: 12, numRuns: 200 },
    );
  });

  it('removes lone surrogates from an error, and keeps its cause', async () => {
    const cause = new Error('refused');
    const error = { name: 'InputError', message: 'cut \ud83d', cause };

    expect(
      await outcomeOf({
        status: 'failed',
        tool: greet,
        error,
        message: 'InputError: cut \ud83d',
      }),
    ).toMatchObject({
      error: { name: 'InputError', message: 'cut \ufffd', cause },
      message: 'InputError: cut \ufffd',
    });
  });

  it.each([
    { says: 'broken', thrown: new TypeError('cut \ud83d') },
    { says: 'whole', thrown: new TypeError('cut') },
  ])('rethrows an error with a $says text', async ({ thrown }) => {
    const call = runWith(async () => {
      throw thrown;
    });

    await expect(call).rejects.toMatchObject({
      name: 'TypeError',
      message: thrown.message.toWellFormed(),
      stack: thrown.stack!.toWellFormed(),
    });
  });

  it('leaves a well-formed output unchanged', async () => {
    const output = { text: '\u{1F600}' };
    const made = await outcomeOf({ status: 'succeeded', tool: greet, output });

    expect(made).toMatchObject({ output: { text: '\u{1F600}' } });
    expect((made as { output: unknown }).output).toBe(output);
  });

  it('leaves other outcomes unchanged', async () => {
    const unknown: ToolOutcome = { status: 'unknown', nearest: ['greet'] };

    expect(await outcomeOf(unknown)).toBe(unknown);
  });
});
