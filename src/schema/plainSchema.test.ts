import { toPlainSchema } from './plainSchema';

describe('toPlainSchema', () => {
  it('cleans texts and values, and keeps names', () => {
    expect(
      toPlainSchema({
        type: 'object',
        description: '\n    Whom\u{E0041}\n      to greet\n  ',
        required: ['na\u200eme', 'description'],
        properties: {
          'na\u200eme': {
            type: 'string',
            title: 'Na\u0007me',
            default: 'A\u202enn',
            examples: ['R\u2066avi', { by: '\u{E0042}x' }],
            pattern: '^[^\u200e]+$',
          },
          description: { type: 'string', enum: ['cut \ud83d', ' kept '] },
        },
      }),
    ).toEqual({
      type: 'object',
      description: 'Whom\n  to greet',
      required: ['na\u200eme', 'description'],
      properties: {
        'na\u200eme': {
          type: 'string',
          title: 'Name',
          default: 'Ann',
          examples: ['Ravi', { by: 'x' }],
          pattern: '^[^\u200e]+$',
        },
        description: { type: 'string', enum: ['cut \ufffd', ' kept '] },
      },
    });
  });

  it('changes neither the given schema nor a cached result', () => {
    const schema = { type: 'object', description: ' Spaced ' };
    const plain = toPlainSchema(schema);

    expect(schema.description).toBe(' Spaced ');
    expect(toPlainSchema(schema)).toBe(plain);
  });

  it.each([false, 0, '', null])('keeps the default %j', value => {
    expect(toPlainSchema({ default: value })).toEqual({ default: value });
  });
});
