import type { JsonValue } from '@backstage/types';
import { greet } from '../__testUtils__/greet';
import { refuseWithheld } from './refuseWithheld';

const TEMPLATE = 'scaffolder:execute-template';

function messageFor(
  input: JsonValue,
  {
    actionId = TEMPLATE,
    portalUrl,
  }: { actionId?: string; portalUrl?: string } = {},
) {
  const outcome = refuseWithheld(
    {
      tool: { ...greet, actionId },
      toInput: args => args,
      acceptsOutput: () => true,
      withheldInputs: ['secrets', 'license'],
    },
    input as never,
    portalUrl,
  );
  return outcome?.status === 'failed' ? outcome.message : outcome;
}

describe('refuseWithheld', () => {
  it.each<[JsonValue]>([
    [{}],
    [{ values: { secrets: 1 } }],
    [[]],
    [['secrets']],
    [null],
    ['secrets'],
  ])('allows %j', input => {
    expect(messageFor(input)).toBeUndefined();
  });

  it.each<JsonValue>([{}, null, '', undefined as never])(
    'refuses an input with the value %p',
    secrets => {
      expect(messageFor({ secrets })).toBe(
        'InputError: secrets is not taken from AI clients. Run this in the portal',
      );
    },
  );

  it('names all withheld inputs', () => {
    expect(messageFor({ license: 'AB', secrets: {} })).toBe(
      'InputError: secrets, license are not taken from AI clients. Run this in the portal',
    );
  });

  it.each([
    ['template:default/web', '/create/templates/default/web'],
    ['Template:Acme/my-web.v2', '/create/templates/Acme/my-web.v2'],
    ['web', '/create/templates/default/web'],
    ['component:default/web', '/create'],
    ['../../admin', '/create'],
    ['https://evil.example', '/create'],
    [7, '/create'],
    [undefined, '/create'],
  ])('links the template %p to %s', (templateRef, page) => {
    const secrets = { token: 'hunter2' };

    expect(
      messageFor(
        { templateRef: templateRef as JsonValue, secrets },
        { portalUrl: 'https://portal.example/app/' },
      ),
    ).toBe(
      `InputError: secrets is not taken from AI clients. Run this in the portal: https://portal.example/app${page}`,
    );
  });

  it('adds no link for an action without a page', () => {
    expect(
      messageFor(
        { secrets: {} },
        { actionId: 'acme:deploy', portalUrl: 'https://portal.example' },
      ),
    ).toBe(
      'InputError: secrets is not taken from AI clients. Run this in the portal',
    );
  });
});
