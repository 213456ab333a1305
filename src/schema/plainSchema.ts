import type { JsonObject, JsonValue } from '@backstage/types';
import traverse from 'json-schema-traverse';
import { toPlainText, toVisibleText } from '../text/plainText';
import { wellFormed } from '../text/wellFormed';

const TEXTS = ['title', 'description', '$comment'];
const VALUES = ['const', 'default', 'enum', 'example', 'examples'];

const made = new WeakMap<JsonObject, JsonObject>();

/**
 * Makes the texts of a schema plain, and removes hidden characters from the
 * values that it shows. Names of properties stay, since calls have to use them
 * unchanged.
 */
export function toPlainSchema(schema: JsonObject): JsonObject {
  let plain = made.get(schema);
  if (!plain) {
    plain = wellFormed(structuredClone(schema));
    traverse(plain, { allKeys: true, cb: cleanNode });
    made.set(schema, plain);
  }
  return plain;
}

function cleanNode(node: JsonObject): void {
  for (const key of TEXTS) {
    const text = node[key];
    if (typeof text === 'string') {
      node[key] = toPlainText(text);
    }
  }
  for (const key of VALUES.filter(value => Object.hasOwn(node, value))) {
    node[key] = toVisibleValue(node[key]);
  }
}

function toVisibleValue(value: JsonValue | undefined): JsonValue | undefined {
  return (
    value &&
    JSON.parse(JSON.stringify(value), (_, item) =>
      typeof item === 'string' ? toVisibleText(item) : item,
    )
  );
}
