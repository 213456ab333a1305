import type { SignInWay } from '../config/types';
import { describeSignIn } from './describeSignIn';

describe('describeSignIn', () => {
  it.each<[SignInWay, string]>([
    ['client-id-metadata-document', 'Clients with a metadata document'],
    ['static-client', 'Ask your platform team for it'],
    ['dynamic-client-registration', 'Clients that register themselves'],
    ['authorization-server', 'signs you in at https://id.acme.example.'],
  ])('describes %s', (way, expected) => {
    const text = describeSignIn([way], ['https://id.acme.example']).join(' ');

    expect(text).toContain(expected);
    expect(text).toContain('It then acts as you');
  });

  it('refers to the platform team when there is no way to sign in', () => {
    expect(describeSignIn([], [])[0]).toBe(
      'Clients cannot sign you in here. Ask your platform team for a token.',
    );
  });

  it('reports that the auth backend does not respond', () => {
    expect(describeSignIn(undefined, [])).toEqual([
      'The sign-in of this portal does not answer at the moment. Reload this page in a minute.',
    ]);
  });
});
