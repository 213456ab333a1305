import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import type { JsonObject } from '@backstage/types';

type ActionOptions = Parameters<ActionsRegistryService['register']>[0];
/** The zod that the Actions Registry hands to the authors of actions. */
export type Zod = Parameters<ActionOptions['schema']['input']>[0];
export type BuildSchema = (z: Zod) => { safeParse(value: unknown): Parsed };

interface Parsed {
  success: boolean;
}

/** As the registry serves it: through its own zod and its own conversion. */
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
  // Over HTTP, as in a backend.
  return JSON.parse(JSON.stringify(actions[0].schema.input));
}

/** Whether the action itself would take the input. */
export async function takesInput(
  build: BuildSchema,
  input: unknown,
): Promise<boolean> {
  const zod = await registryZod();
  return build(zod).safeParse(input).success;
}

let known: Zod | undefined;

/** The zod of the Actions Registry. */
export async function registryZod(): Promise<Zod> {
  if (!known) {
    await toServedSchema(z => {
      known = z;
      return z.object({});
    });
  }
  return known as Zod;
}
