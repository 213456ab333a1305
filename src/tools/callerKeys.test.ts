import { mockCredentials } from '@backstage/backend-test-utils';
import { countKeyOf, viewKeyOf } from './callerKeys';

const { none, service, user } = mockCredentials;

/**
 * What the credentials contain for a token that is restricted to any plugins
 * including this one.
 */
const restricted = service('external:ci', {});
const jane = user('user:default/jane');
const scaffolderForJane = user('user:default/jane', {
  actor: { subject: 'plugin:scaffolder' },
});

describe('viewKeyOf', () => {
  it.each([
    {
      viewer: 'a user',
      credentials: jane,
      key: '["user","user:default/jane",null]',
    },
    {
      viewer: 'a service that acts for a user',
      credentials: scaffolderForJane,
      key: '["user","user:default/jane","plugin:scaffolder"]',
    },
    {
      viewer: 'a service',
      credentials: service('external:ci'),
      key: '["service","external:ci",null]',
    },
    { viewer: 'nobody', credentials: none(), key: '["none"]' },
  ])('is the same for all tokens of $viewer', ({ credentials, key }) => {
    expect(viewKeyOf(credentials, 'Bearer one')).toBe(key);
    expect(viewKeyOf(credentials, 'Bearer two')).toBe(key);
    expect(viewKeyOf(credentials)).toBe(key);
  });

  it('is the same for one restricted token', () => {
    expect(viewKeyOf(restricted, 'Bearer one')).toBe(
      viewKeyOf(restricted, 'Bearer one'),
    );
  });

  it('differs between two restricted tokens of one subject', () => {
    expect(viewKeyOf(restricted, 'Bearer one')).not.toBe(
      viewKeyOf(restricted, 'Bearer two'),
    );
  });

  it('is unique for restricted credentials without a known token', () => {
    expect(viewKeyOf(restricted)).not.toBe(viewKeyOf(restricted));
  });

  it('does not contain the token', () => {
    expect(viewKeyOf(restricted, 'Bearer secret')).not.toContain('secret');
  });

  it.each([
    { difference: 'two users', one: jane, other: user('user:default/john') },
    {
      difference: 'a user and a service of that name',
      one: jane,
      other: service('user:default/jane'),
    },
    {
      difference: 'a user and a service that acts for it',
      one: jane,
      other: scaffolderForJane,
    },
    {
      difference: 'a service with and without access restrictions',
      one: service('external:ci'),
      other: restricted,
    },
  ])('differs between $difference', ({ one, other }) => {
    expect(viewKeyOf(one, 'Bearer one')).not.toBe(
      viewKeyOf(other, 'Bearer one'),
    );
  });
});

describe('countKeyOf', () => {
  it.each([
    {
      pair: "a user's own token and one on the user's behalf",
      one: jane,
      other: scaffolderForJane,
    },
    {
      pair: 'two tokens of one service with different restrictions',
      one: service('external:ci'),
      other: restricted,
    },
  ])('is the same for $pair', ({ one, other }) => {
    expect(countKeyOf(one)).toBe(countKeyOf(other));
  });

  it.each([
    { difference: 'two users', one: jane, other: user('user:default/john') },
    {
      difference: 'two services',
      one: service('external:ci'),
      other: service('external:cd'),
    },
    {
      difference: 'a user and a service of that name',
      one: jane,
      other: service('user:default/jane'),
    },
    { difference: 'a user and nobody', one: jane, other: none() },
  ])('differs between $difference', ({ one, other }) => {
    expect(countKeyOf(one)).not.toBe(countKeyOf(other));
  });
});
