import { mockCredentials } from '@backstage/backend-test-utils';
import { principalKey } from './principalKey';

const { none, service, user } = mockCredentials;

describe('principalKey', () => {
  it.each([
    {
      principal: 'a user',
      credentials: user('user:default/jane'),
      key: '["user","user:default/jane",null]',
    },
    {
      principal: 'a service that acts for a user',
      credentials: user('user:default/jane', {
        actor: { subject: 'plugin:scaffolder' },
      }),
      key: '["user","user:default/jane","plugin:scaffolder"]',
    },
    {
      principal: 'a service',
      credentials: service('external:ci'),
      key: '["service","external:ci",null]',
    },
    {
      principal: 'a service with access restrictions',
      credentials: service('external:ci', {
        permissionNames: ['catalog.entity.read'],
      }),
      key: '["service","external:ci",{"permissionNames":["catalog.entity.read"]}]',
    },
    { principal: 'nobody', credentials: none(), key: '["none"]' },
  ])('names $principal', ({ credentials, key }) => {
    expect(principalKey(credentials)).toBe(key);
  });

  it('is the same for two tokens of one user', () => {
    expect(principalKey(user('user:default/jane'))).toBe(
      principalKey(user('user:default/jane')),
    );
  });

  it.each([
    {
      difference: 'two users',
      one: user('user:default/jane'),
      other: user('user:default/john'),
    },
    {
      difference: 'a user and a service of that name',
      one: user('user:default/jane'),
      other: service('user:default/jane'),
    },
    {
      difference: 'a user and a service that acts for it',
      one: user('user:default/jane'),
      other: user('user:default/jane', {
        actor: { subject: 'plugin:scaffolder' },
      }),
    },
    {
      difference: 'two access restrictions of one service',
      one: service('external:ci', { permissionAttributes: {} }),
      other: service('external:ci', {
        permissionAttributes: { action: ['read'] },
      }),
    },
    {
      difference: 'a service with and without access restrictions',
      one: service('external:ci'),
      other: service('external:ci', { permissionNames: [] }),
    },
  ])('differs between $difference', ({ one, other }) => {
    expect(principalKey(one)).not.toBe(principalKey(other));
  });
});
