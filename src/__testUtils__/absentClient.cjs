/**
 * Stands in for the clients of clouds, Redis and archives (`moduleNameMapper` in
 * package.json). `@backstage/backend-test-utils` loads them for each suite, which
 * takes longer than all the rest, and no test of this plugin uses them.
 */
const absent = new Proxy(function absentClient() {}, {
  get(target, key) {
    if (key === '__esModule') {
      return true;
    }
    // Classes extend what is absent; promises and primitives are not made of it.
    if (key === 'prototype') {
      return target.prototype;
    }
    return typeof key === 'symbol' || key === 'then' ? undefined : absent;
  },
  apply: refuse,
  construct: refuse,
});

function refuse() {
  throw new Error(
    'This client is absent in tests. Take it out of moduleNameMapper in package.json to use it',
  );
}

module.exports = absent;
