import { mockCredentials } from '@backstage/backend-test-utils';
import { callContext } from '../__testUtils__/callContext';
import { callerOf, toAuthInfo } from './caller';

const jane = callContext({
  credentials: mockCredentials.user('user:default/jane'),
});

describe('callerOf', () => {
  it('returns the caller that toAuthInfo was given', () => {
    expect(callerOf(toAuthInfo(jane))).toBe(jane);
  });

  it.each([
    { authInfo: undefined },
    { authInfo: { token: '', clientId: '', scopes: [] } },
    { authInfo: { token: '', clientId: '', scopes: [], extra: {} } },
  ])('throws when $authInfo has no caller', ({ authInfo }) => {
    expect(() => callerOf(authInfo)).toThrow(
      'The message reached MCP without an authenticated caller',
    );
  });
});

describe('toAuthInfo', () => {
  it('carries the caller and no token', () => {
    expect(toAuthInfo(jane)).toEqual({
      token: '',
      clientId: '',
      scopes: [],
      extra: { caller: jane },
    });
  });
});
