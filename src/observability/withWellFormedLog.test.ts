import { mockServices } from '@backstage/backend-test-utils';
import { withWellFormedLog } from './withWellFormedLog';

describe('withWellFormedLog', () => {
  it.each(['error', 'warn', 'info', 'debug'] as const)(
    'writes no lone surrogate at %s',
    level => {
      const logger = mockServices.logger.mock();
      const log = withWellFormedLog(logger);
      log[level]('cut \ud83d', { text: '\ude00', 'key \ud83d': 1 });
      log[level]('cut \ud83d', new TypeError('cut \ud83d'));

      const [[message, meta], [, error]] = logger[level].mock.calls;
      expect([message, meta]).toEqual([
        'cut \ufffd',
        { text: '\ufffd', 'key \ufffd': 1 },
      ]);
      expect(error).toMatchObject({ name: 'TypeError', message: 'cut \ufffd' });
      expect((error as Error).stack).toContain('TypeError: cut \ufffd');
    },
  );

  it('passes on what is well-formed', () => {
    const logger = mockServices.logger.mock();
    const error = new Error('refused');
    withWellFormedLog(logger).warn('plain');
    withWellFormedLog(logger).warn('with an error', error);

    expect(logger.warn.mock.calls).toEqual([
      ['plain'],
      ['with an error', error],
    ]);
    expect(logger.warn.mock.calls[1][1]).toBe(error);
  });

  it('also applies to child loggers', () => {
    const child = mockServices.logger.mock();
    const logger = mockServices.logger.mock({ child: () => child });
    withWellFormedLog(logger).child({ a: 'b' }).info('cut \ud83d');

    expect(child.info).toHaveBeenCalledWith('cut \ufffd');
  });
});
