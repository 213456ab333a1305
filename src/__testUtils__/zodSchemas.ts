import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import type { JsonObject } from '@backstage/types';

type ActionOptions = Parameters<ActionsRegistryService['register']>[0];
/** The zod instance that the Actions Registry passes to authors of actions. */
export type Zod = Parameters<ActionOptions['schema']['input']>[0];
export type BuildSchema = (z: Zod) => { safeParse(value: unknown): Parsed };

interface Parsed {
  success: boolean;
}

/** The schema as the registry serves it, after its own conversion. */
export async function toServedSchema(build: BuildSchema): Promise<JsonObject> {
  const registry = actionsRegistryServiceMock();
  registry.register({
    name: 'sample',
    title: 'Sample',
    description: 'Sample',
    schema: { input: build as never, output: z => z.object({}) },
    action: async () => ({ output: {} }),
  });
  const { actions } = await registry.list();
  // Over HTTP, like in a backend.
  return JSON.parse(JSON.stringify(actions[0].schema.input));
}

/** Whether the action itself accepts the input. */
export async function takesInput(
  build: BuildSchema,
  input: unknown,
): Promise<boolean> {
  const zod = await registryZod();
  return build(zod).safeParse(input).success;
}

let known: Zod | undefined;

/** The Actions Registry's zod instance. */
export async function registryZod(): Promise<Zod> {
  if (!known) {
    await toServedSchema(z => {
      known = z;
      return z.object({});
    });
  }
  return known as Zod;
}
