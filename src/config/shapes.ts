/** How values are grouped. What they give is readonly. */
import { z } from 'zod';

/** A block of ours: absent is empty, and an unknown key is refused. */
export function block<T extends z.core.$ZodLooseShape>(shape: T) {
  const schema = z.strictObject(shape).readonly();
  return schema.prefault({} as z.input<typeof schema>);
}

/** A block of others, who may have further keys. */
export function foreignBlock<T extends z.core.$ZodLooseShape>(shape: T) {
  const schema = z.object(shape).readonly();
  return schema.prefault({} as z.input<typeof schema>);
}

export function listOf<T extends z.ZodType>(item: T) {
  return z.array(item).readonly();
}
