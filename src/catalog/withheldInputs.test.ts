import type { JsonObject } from '@backstage/types';
import { sampleAction } from '../__testUtils__/sampleAction';
import { ToolCatalog } from './ToolCatalog';

const TEMPLATE = 'scaffolder:execute-template';
const DEPLOY = 'acme:deploy';

function actionOf(id: string, required: string[] = ['target']) {
  const properties = {
    target: { type: 'string' },
    license: { type: 'string' },
    secrets: { type: 'string' },
  } as const;
  return sampleAction(id, {
    schema: { input: { type: 'object', properties, required }, output: {} },
    examples: [
      { title: 'Plain', input: { target: 'web' } },
      { title: 'With a license', input: { target: 'web', license: 'AB' } },
    ],
  });
}

function catalogOf(
  action: ReturnType<typeof actionOf>,
  withheldInputs?: readonly string[],
) {
  const overrides = withheldInputs && { [action.id]: { withheldInputs } };
  return ToolCatalog.create([action], { overrides });
}

describe('withheld inputs', () => {
  it('appear in neither schema nor examples', () => {
    const { tools } = catalogOf(actionOf(DEPLOY), ['license']);

    expect(tools).toMatchObject([
      {
        inputSchema: {
          properties: {
            target: { type: 'string' },
            secrets: { type: 'string' },
          },
        },
      },
    ]);
    expect(JSON.stringify(tools)).not.toContain('license');
  });

  it.each<{ says: string; given?: string[]; shown: string[] }>([
    {
      says: 'the secrets of templates by default',
      shown: ['target', 'license'],
    },
    {
      says: 'those that the operator names',
      given: ['license'],
      shown: ['target', 'secrets'],
    },
    {
      says: 'empty if the operator says so',
      given: [],
      shown: ['target', 'license', 'secrets'],
    },
  ])('are $says', ({ given, shown }) => {
    const [tool] = catalogOf(actionOf(TEMPLATE), given).tools;

    expect(Object.keys(tool.inputSchema.properties as JsonObject)).toEqual(
      shown,
    );
  });

  it('are empty by default for other actions', () => {
    const found = catalogOf(actionOf(DEPLOY)).find('acme_deploy');

    expect(found?.withheldInputs).toEqual([]);
  });

  it.each([
    {
      says: 'the action requires it',
      action: actionOf(DEPLOY, ['license']),
      reason: `it needs an input that mcpActions.overrides.${DEPLOY}.withheldInputs keeps from AI clients`,
      given: ['license'],
    },
    {
      says: 'the operator misspells it',
      action: actionOf(DEPLOY),
      reason: `mcpActions.overrides.${DEPLOY}.withheldInputs[1] is not an input of the action. Correct its name`,
      given: ['license', 'licence'],
    },
  ])('exclude the tool when $says', ({ action, given, reason }) => {
    const { tools, omitted } = catalogOf(action, given);

    expect(tools).toEqual([]);
    expect(omitted).toEqual([{ actionId: DEPLOY, reason }]);
  });
});

describe('declared secrets', () => {
  const OPTIONAL = {
    type: 'object',
    properties: { token: { type: 'string' } },
  } as const;

  it.each([
    ['are optional', OPTIONAL, true],
    ['have no names', { type: 'object' } as const, true],
    ['are required', { ...OPTIONAL, required: ['token'] }, false],
  ])('that %s allow the action as a tool: %3$p', (_, secrets, isTool) => {
    const action = sampleAction(DEPLOY, {
      schema: { input: { type: 'object' }, output: {}, secrets },
    });

    const { tools, omitted } = ToolCatalog.create([action]);

    expect(tools).toHaveLength(isTool ? 1 : 0);
    expect(omitted.map(({ reason }) => reason)).toEqual(
      isTool
        ? []
        : ['it needs secrets, which must not pass through an AI client'],
    );
  });
});
