import type { JsonObject } from '@backstage/types';
import { boundOutput } from './boundOutput';

const tool = {
  inputSchema: { type: 'object', properties: { tailLines: {}, job: {} } },
};

function bound(...blocks: JsonObject[]) {
  const output = { $mcpContent: blocks };
  const bounded = boundOutput(output, { maxBytes: 8_000, tool });
  return {
    ...bounded,
    blocks: (bounded.output as typeof output).$mcpContent,
  };
}

const text = (content: string) => ({ type: 'text', text: content });
const picture = (length: number) => ({
  type: 'image',
  mimeType: 'image/png',
  data: 'A'.repeat(length),
});

describe('MCP content', () => {
  it('is unchanged when it fits', () => {
    expect(bound(text('Diagram'), picture(4_000))).toMatchObject({
      wasCut: false,
    });
  });

  it('has a sentence in place of a picture that is too large', () => {
    expect(bound(text('Diagram'), picture(4_000_000))).toMatchObject({
      wasCut: true,
      notePlace: 'inside',
      blocks: [
        text('a picture or file is left out. This tool takes tailLines'),
        text('Diagram'),
        text('A picture is left out here: it is too large (image/png, 3.0 MB)'),
      ],
    });
  });

  it('loses only the largest files', () => {
    const blob = {
      type: 'resource',
      resource: {
        uri: 'file:///report.pdf',
        mimeType: 'application/pdf',
        blob: 'A'.repeat(9_000),
      },
    };
    const sound = { ...picture(5_000), type: 'audio', mimeType: 'audio/wav' };
    const { blocks } = bound(picture(3_000), sound, blob, picture(2_000));

    expect(blocks).toEqual([
      text('2 pictures or files are left out. This tool takes tailLines'),
      picture(3_000),
      text('A sound is left out here: it is too large (audio/wav, 4 kB)'),
      text(
        'A file is left out here: it is too large (file:///report.pdf, application/pdf, 7 kB)',
      ),
      picture(2_000),
    ]);
  });

  it('has texts cut in the middle, including texts of resources', () => {
    const resource = {
      type: 'resource',
      resource: { uri: 'file:///log', text: 'b'.repeat(20_000) },
    };
    const { blocks, note } = bound(text('a'.repeat(20_000)), resource);
    const cut = / characters are left out here\]\n/;

    expect(note).toMatch(
      /^texts over 3,\d{3} characters are shortened\. This tool takes tailLines$/,
    );
    expect(blocks).toEqual([
      text(note!),
      text(expect.stringMatching(cut)),
      {
        ...resource,
        resource: { uri: 'file:///log', text: expect.stringMatching(cut) },
      },
    ]);
  });

  it('keeps the first blocks when there are too many', () => {
    const blocks = Array.from({ length: 900 }, (_, index) =>
      text(`block ${index}`),
    );
    const bounded = bound(...blocks);
    const kept = bounded.blocks.length - 1;

    expect(bounded.note).toBe(
      `this answer has ${kept} of 900 content blocks. This tool takes tailLines`,
    );
    expect(bounded.blocks.slice(1)).toEqual(blocks.slice(0, kept));
  });

  it.each([665, 666, 100_000])(
    'counts how many of %i smallest blocks it keeps',
    count => {
      const smallest = Array.from({ length: count }, () => ({ type: '' }));
      const bounded = bound(...smallest);
      const kept = bounded.blocks.length - 1;

      expect(bounded.sizeAfter).toBeLessThanOrEqual(8_000);
      expect(kept).toBeGreaterThan(590);
      expect(bounded.wasCut).toBe(count > 665);
    },
  );

  it('loses the fields beside it, which clients never get', () => {
    const { output } = boundOutput(
      { $mcpContent: [text('Done')], raw: 'a'.repeat(9_000) },
      { maxBytes: 8_000, tool },
    );

    expect(output).toEqual({
      $mcpContent: [
        text(
          'fields beside $mcpContent are left out. This tool takes tailLines',
        ),
        text('Done'),
      ],
    });
  });

  it('is treated as data when a block has no type', () => {
    const output = { $mcpContent: ['a'.repeat(9_000)] };

    expect(boundOutput(output, { maxBytes: 8_000, tool })).toMatchObject({
      output: { _cut: expect.any(String) },
    });
  });
});
