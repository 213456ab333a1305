/**
 * Replaces the clients of clouds, Redis and archives (`moduleNameMapper` in
 * package.json). `@backstage/backend-test-utils` loads them for each suite,
 * which takes longer than everything else, and no test of this plugin uses
 * them.
 */
const absent = new Proxy(function absentClient() {}, {
  get(target, key) {
    if (key === '__esModule') {
      return true;
    }
    // A class may extend an absent client. It must not look like a promise or a
    // primitive.
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
