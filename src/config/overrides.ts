import { z } from 'zod';
import { attributes } from './filter';
import { outputBytes } from './output';
import { listOf } from './shapes';
import { actionId, flag, text } from './values';

/** Model providers accept these. Dots are for operators who chose them. */
const NAMES = {
  snake_case: { pattern: /^[a-zA-Z0-9_-]{1,64}$/, dots: '' },
  dotted: { pattern: /^[a-zA-Z0-9_.-]{1,64}$/, dots: 'dots, ' },
};

const override = z.strictObject({
  name: text.optional(),
  title: text.optional(),
  description: text.optional(),
  hidden: flag.optional(),
  attributes: attributes.extend({ openWorld: flag.optional() }).optional(),
  maxOutputSize: outputBytes.optional(),
  withheldInputs: listOf(text).optional(),
});

/** The overrides by action id. */
export const overrides = z.record(actionId, override).readonly().default({});

type Overrides = z.output<typeof overrides>;

/** Reports names that the style does not allow, or that two actions share. */
export function overrideProblems(all: Overrides, style: keyof typeof NAMES) {
  const { pattern, dots } = NAMES[style];
  const names = Object.entries(all).flatMap(([id, { name }]) =>
    name === undefined ? [] : [[id, name] as const],
  );
  return names.flatMap(([id, name], index) => {
    const path = ['overrides', id, 'name'];
    if (!pattern.test(name)) {
      const message = `a tool's name has 1 to 64 letters, digits, ${dots}underscores and hyphens`;
      return [{ path, message }];
    }
    const [other] = names.slice(0, index).find(each => each[1] === name) ?? [];
    const message = `${name} is also the name at mcpActions.overrides.${other}.name. Choose another one`;
    return other ? [{ path, message }] : [];
  });
}
