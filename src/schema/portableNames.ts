import { createHash } from 'node:crypto';

const PORTABLE_NAME = /^[a-zA-Z0-9_.-]{1,64}$/;
const MAX_LENGTH = 64;

/** Whether Claude and OpenAI accept the property name (claude-code#92648). */
export function isPortableName(name: string): boolean {
  return PORTABLE_NAME.test(name);
}

/**
 * Maps each name to a portable one: itself, or a readable replacement such as
 * `_filter` for `$filter`. Replacements that would clash get a hash.
 */
export function toPortableNames(names: readonly string[]): Map<string, string> {
  const portable = new Map(
    names.map(name => [name, isPortableName(name) ? name : toReadable(name)]),
  );
  const uses = new Map<string, number>();
  portable.forEach(name => uses.set(name, (uses.get(name) ?? 0) + 1));
  const taken = new Set([...names, ...portable.values()]);
  for (const [name, readable] of portable) {
    if (name !== readable && (uses.get(readable) ?? 0) > 1) {
      const made = withHash(name, taken);
      portable.set(name, made);
      taken.add(made);
    }
  }
  return portable;
}

function toReadable(name: string): string {
  return name.replace(/[^a-zA-Z0-9_.-]+/g, '_').slice(0, MAX_LENGTH) || '_';
}

function withHash(name: string, taken: ReadonlySet<string>): string {
  for (let attempt = 0; ; attempt += 1) {
    const hash = createHash('sha256')
      .update(`${name}${attempt || ''}`)
      .digest('hex')
      .slice(0, 8);
    const made = `${toReadable(name).slice(0, MAX_LENGTH - 9)}_${hash}`;
    if (!taken.has(made)) {
      return made;
    }
  }
}
