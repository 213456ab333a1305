import type { JsonObject } from '@backstage/types';

/** Whether the schema accepts some plain string. */
export function allowsText(schema: JsonObject): boolean {
  const { type, anyOf } = schema;
  if (Array.isArray(anyOf)) {
    return anyOf.some(each => allowsText(each as JsonObject));
  }
  if (type !== undefined) {
    return [type].flat().includes('string');
  }
  const values = [schema.enum ?? schema.const].flat();
  return 'enum' in schema || 'const' in schema
    ? values.some(value => typeof value === 'string')
    : !('not' in schema);
}
