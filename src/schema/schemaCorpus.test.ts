import type { JsonObject } from '@backstage/types';
import Ajv from 'ajv';
import fc from 'fast-check';
import {
  HARD_KINDS,
  type HardObject,
  type HardSchema,
  hardObjectAndSample,
  hardSchemaAndSample,
  objectOf,
} from '../__testUtils__/hardSchemas';
import { violationsOf } from '../__testUtils__/providerRules';
import { takesInput, toServedSchema } from '../__testUtils__/zodSchemas';
import { toPortableNames } from './portableNames';
import { toPortableSchema } from './toPortableSchema';

/** The same corpus in every run. */
const RUNS = { numRuns: 60, seed: 20261122 };
const SAMPLES = { numRuns: 20, seed: 1 };

/** One of them is no value of any property that is not open to anything. */
const STRANGERS: unknown[] = [{ '~': ['~'] }, '~', 12.25, [[['~']]], null];

const ajv = new Ajv({ strict: false, validateFormats: false });

function accepts(schema: JsonObject, value: unknown): boolean {
  return ajv.compile(schema)(value);
}

async function toPortable({ build }: HardSchema) {
  return toPortableSchema(await toServedSchema(build));
}

type Portable = Awaited<ReturnType<typeof toPortable>>;

/** A value as a client sends it; none when it is no object, as arguments are. */
function toArguments(
  { schema, changes, toInput }: Portable,
  value: unknown,
): JsonObject | undefined {
  if (changes.some(change => change.startsWith('its input is no object'))) {
    return { value } as JsonObject;
  }
  if (!isObject(value)) {
    return undefined;
  }
  const listed = Object.keys(schema.properties as JsonObject);
  const toListed = (key: string) =>
    listed.find(name => Object.hasOwn(toInput({ [name]: 1 }) as object, key));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [toListed(key) ?? key, entry]),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What comes of a value that the action takes. */
async function sendSample(schema: HardSchema, sample: unknown) {
  const portable = await toPortable(schema);
  const args = toArguments(portable, sample);
  fc.pre(args !== undefined);
  return {
    kind: schema.kind,
    violations: violationsOf(portable.schema),
    isTaken: accepts(portable.schema, args),
    input: portable.toInput(args),
    isTakenByAction: await takesInput(schema.build, sample),
  };
}

function arrived({ kind }: HardSchema, input: unknown) {
  return {
    kind,
    violations: [],
    isTaken: true,
    input,
    isTakenByAction: true,
  };
}

/** By own name. */
function namesOf({ properties }: HardObject): Map<string, string> {
  return toPortableNames(properties.map(({ key }) => key));
}

function toListedNames(
  value: JsonObject,
  names: ReadonlyMap<string, string>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [names.get(key)!, entry]),
  );
}

/** The values that a property's own schema refuses, in its place. */
async function withStrangers(
  args: JsonObject,
  name: string,
  schema: HardSchema,
): Promise<JsonObject[]> {
  const refused = [];
  for (const stranger of STRANGERS) {
    if (!(await takesInput(schema.build, stranger))) {
      refused.push({ ...args, [name]: stranger } as JsonObject);
    }
  }
  return refused;
}

describe('the generated corpus', () => {
  it.each(HARD_KINDS)('takes as a property: $kind', async schema => {
    const key = 'with space';
    const object = objectOf([{ key, isOptional: false, schema }]);
    for (const value of fc.sample(schema.valid, SAMPLES)) {
      const sample = { [key]: value };
      expect(await sendSample(object, sample)).toEqual(arrived(object, sample));
    }
  });

  it('keeps to the rules of every provider and takes what the action takes', async () => {
    await fc.assert(
      fc.asyncProperty(hardSchemaAndSample, async ([schema, sample]) => {
        expect(await sendSample(schema, sample)).toEqual(
          arrived(schema, sample),
        );
      }),
      RUNS,
    );
  });

  it('asks for the properties that the action requires', async () => {
    await fc.assert(
      fc.asyncProperty(hardObjectAndSample, async ([object, sample]) => {
        const { schema: shown } = await toPortable(object);
        const names = namesOf(object);
        for (const { key, isOptional, schema } of object.properties) {
          const args = toListedNames(sample as JsonObject, names);
          delete args[names.get(key)!];
          const isNeeded =
            !isOptional && !(await takesInput(schema.build, undefined));
          expect([key, accepts(shown, args)]).toEqual([key, !isNeeded]);
        }
      }),
      RUNS,
    );
  });

  it('lets no wrong value run: the schema refuses it, or the action does', async () => {
    await fc.assert(
      fc.asyncProperty(hardObjectAndSample, async ([object, sample]) => {
        const { schema, toInput } = await toPortable(object);
        const names = namesOf(object);
        for (const { key, schema: part } of object.properties) {
          const args = toListedNames(sample as JsonObject, names);
          for (const wrong of await withStrangers(
            args,
            names.get(key)!,
            part,
          )) {
            const runs =
              accepts(schema, wrong) &&
              (await takesInput(object.build, toInput(wrong)));
            expect([object.kind, wrong, runs]).toEqual([
              object.kind,
              wrong,
              false,
            ]);
          }
        }
      }),
      RUNS,
    );
  });
});
