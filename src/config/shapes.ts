/** Schemas for groups of values, with readonly results. */
import { z } from 'zod';

/** A block of this plugin. Reads absent as empty, and refuses unknown keys. */
export function block<T extends z.core.$ZodLooseShape>(shape: T) {
  const schema = z.strictObject(shape).readonly();
  return schema.prefault({} as z.input<typeof schema>);
}

/** A block of another plugin, which may have other keys. */
export function foreignBlock<T extends z.core.$ZodLooseShape>(shape: T) {
  const schema = z.object(shape).readonly();
  return schema.prefault({} as z.input<typeof schema>);
}

export function listOf<T extends z.ZodType>(item: T) {
  return z.array(item).readonly();
}
