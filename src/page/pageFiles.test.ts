import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { readPageFiles } from './pageFiles';

describe('readPageFiles', () => {
  const { script, style } = readPageFiles();

  it('joins the modules into one script without duplicate names', () => {
    expect(script.text).not.toMatch(/^(import|export)\b/m);
    expect(script.text).toContain('function beginSignIn');
    expect(() => new Script(script.text)).not.toThrow();
  });

  it.each(Object.entries({ script, style }))(
    'returns the hash of the %s',
    (_name, { text, hash }) => {
      const digest = createHash('sha256').update(text).digest('base64');
      expect(hash).toBe(`'sha256-${digest}'`);
    },
  );
});
