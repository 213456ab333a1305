import {
  bearerChallenge,
  type BearerChallengeOptions,
} from './bearerChallenge';

describe('bearerChallenge', () => {
  it.each<{
    says: string;
    options: BearerChallengeOptions;
    challenge: string;
  }>([
    { says: 'only the scheme', options: {}, challenge: 'Bearer' },
    {
      says: 'that the token is invalid',
      options: { error: 'invalid_token', errorDescription: 'It has expired' },
      challenge:
        'Bearer error="invalid_token", error_description="It has expired"',
    },
    {
      says: 'which scope is missing',
      options: { error: 'insufficient_scope', scope: 'openid offline_access' },
      challenge:
        'Bearer error="insufficient_scope", scope="openid offline_access"',
    },
    {
      says: 'where the metadata is',
      options: {
        scope: 'openid',
        resourceMetadata:
          'https://example.com/.well-known/oauth-protected-resource/api/mcp-actions/v1',
      },
      challenge:
        'Bearer scope="openid", resource_metadata="https://example.com/.well-known/oauth-protected-resource/api/mcp-actions/v1"',
    },
    {
      says: 'all parameters in a fixed order',
      options: {
        resourceMetadata: 'https://example.com/metadata',
        scope: 'openid',
        errorDescription: 'It has expired',
        error: 'invalid_token',
      },
      challenge:
        'Bearer error="invalid_token", error_description="It has expired", scope="openid", resource_metadata="https://example.com/metadata"',
    },
  ])('contains $says', ({ options, challenge }) => {
    expect(bearerChallenge(options)).toBe(challenge);
  });

  it('leaves out undefined parameters', () => {
    expect(bearerChallenge({ error: undefined, scope: 'openid' })).toBe(
      'Bearer scope="openid"',
    );
  });

  it('leaves out an empty scope', () => {
    expect(bearerChallenge({ error: 'invalid_token', scope: '' })).toBe(
      'Bearer error="invalid_token"',
    );
  });

  it.each([
    { text: 'a quotation mark', value: 'say "hi"', quoted: 'say \\"hi\\"' },
    { text: 'a backslash', value: 'C:\\temp', quoted: 'C:\\\\temp' },
    {
      text: 'a line break',
      value: 'one\r\nSet-Cookie: two',
      quoted: 'oneSet-Cookie: two',
    },
    { text: 'a null character', value: 'one\u0000two', quoted: 'onetwo' },
    { text: 'a delete character', value: 'one\u007ftwo', quoted: 'onetwo' },
  ])('escapes or removes $text', ({ value, quoted }) => {
    expect(bearerChallenge({ errorDescription: value })).toBe(
      `Bearer error_description="${quoted}"`,
    );
  });
});
