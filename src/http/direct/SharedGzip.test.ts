import zlib from 'node:zlib';
import { SharedGzip } from './SharedGzip';

const START = { text: `{"tools":${JSON.stringify(['Zoë'.repeat(1_000)])}` };

afterEach(() => {
  jest.restoreAllMocks();
});

describe('SharedGzip', () => {
  it.each([
    { rest: 'short', end: ',"id":1}' },
    { rest: 'empty', end: '' },
    { rest: 'not ASCII', end: ',"id":"Zoë 🦊"}' },
    { rest: 'longer than a block', end: `,"id":"${'ab'.repeat(100_000)}"}` },
  ])('compresses a text with a rest that is $rest', async ({ end }) => {
    const gzip = SharedGzip.create();

    const zipped = await gzip.compress(START, end);

    // Also checks the checksum and the length.
    expect(zlib.gunzipSync(zipped).toString()).toBe(START.text + end);
    expect(zipped.length).toBeLessThan(1_500);
  });

  it('compresses a shared start once', async () => {
    const deflate = jest.spyOn(zlib, 'deflateRaw');
    const gzip = SharedGzip.create();

    const zipped = await Promise.all(
      [1, 2, 3].map(id => gzip.compress(START, `${id}`)),
    );

    expect(zipped.map(one => zlib.gunzipSync(one).toString())).toEqual(
      [1, 2, 3].map(id => `${START.text}${id}`),
    );
    expect(deflate).toHaveBeenCalledTimes(1);
  });

  it('recognizes a start by its identity', async () => {
    const gzip = SharedGzip.create();
    const [one, other] = [{ text: 'one' }, { text: 'other' }];

    await gzip.compress(one, ' more');
    const zipped = await gzip.compress(other, ' ones');

    expect(zlib.gunzipSync(zipped).toString()).toBe('other ones');
  });
});
