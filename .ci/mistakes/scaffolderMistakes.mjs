import { refused } from './refused.mjs';

const VALUES = { name: 'shop', repoUrl: 'github.com?owner=acme&repo=shop' };
const LOG = '{ id: a, name: A, action: "debug:log", input: { message: hi } }';

const execute = (values, templateRef = 'template:default/service') => ({
  templateRef,
  values,
});

const template = step => `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: draft }
spec:
  owner: user:guest
  type: service
  parameters: { required: [name], properties: { name: { type: string } } }
  ${step ? `steps: [${step}]` : ''}
`;
const dryRun = (templateYaml, values = { name: 'shop' }) => ({
  templateYaml,
  values,
});

/** See checkMistakes.mjs for the columns. */
export const SCAFFOLDER_MISTAKES = {
  scaffolder_execute_template: [
    [
      'no values',
      { templateRef: 'template:default/service' },
      refused('values: Required'),
    ],
    ['no template', { values: {} }, refused('templateRef: Required')],
    [
      'a missing parameter',
      execute({ name: 'shop' }),
      /^InputError: requires property "repoUrl"$/,
    ],
    [
      'malformed parameters',
      execute({ ...VALUES, name: 'S 1', replicas: 9 }),
      /^InputError: name does not match pattern .*; replicas must be less than/,
    ],
    [
      'a parameter of another type',
      execute({ ...VALUES, replicas: 'two' }),
      /^InputError: replicas is not of a type\(s\) integer$/,
    ],
    [
      'an unknown template',
      execute(VALUES, 'template:default/nope'),
      /^NotFoundError: Template template:default\/nope not found$/,
    ],
    [
      'another kind of entity',
      execute(VALUES, 'component:default/shop'),
      /^InputError: Invalid kind, only 'Template' kind is supported$/,
    ],
    [
      'a malformed reference',
      execute(VALUES, 'a:b/c/d:e'),
      /Entity reference "a:b\/c\/d:e" was not on the form|^InputError: Invalid kind/,
    ],
    [
      'an empty reference',
      execute(VALUES, ''),
      /: Entity reference must not be empty$/,
    ],
    [
      'secrets, which models must not carry',
      { ...execute(VALUES), secrets: { token: 'hunter2' } },
      /^InputError: secrets is not taken from AI clients\. Run this in the portal: https:\/\/portal\.example\/create\/templates\/default\/service$/,
    ],
    [
      'a user who may not',
      execute(VALUES),
      /^NotAllowedError: Permission denied/,
      { as: 'user' },
    ],
  ],
  scaffolder_dry_run_template: [
    ['no template', {}, refused('templateYaml: Required')],
    [
      'an empty template',
      dryRun(''),
      /^InputError: request\/body\/template must be object$/,
    ],
    [
      'text that is no YAML',
      dryRun('{ a: ['),
      /"valid":false,"message":"Failed to parse YAML template"/,
      { answered: true },
    ],
    [
      'another kind of entity',
      dryRun('kind: Component'),
      /^InputError: Input template is not a template$/,
    ],
    [
      'a template without steps',
      dryRun(template()),
      /: \/spec must have required property 'steps'/,
    ],
    [
      'a missing parameter',
      dryRun(template(LOG), {}),
      /^InputError: requires property "name"$/,
    ],
    [
      'an unknown action',
      dryRun(template('{ id: a, name: A, action: nope }')),
      /^NotFoundError: Template action with ID 'nope' is not registered/,
    ],
    [
      'input that a step refuses',
      dryRun(template('{ id: a, name: A, action: "fetch:plain", input: {} }')),
      /^InputError: Invalid input passed to action fetch:plain, instance requires property "url"/,
    ],
    [
      'a file outside',
      { ...dryRun(template(LOG)), files: [{ path: '../../a', content: '' }] },
      /^NotAllowedError: Relative path is not allowed/,
    ],
    [
      'a user who may not',
      dryRun(template(LOG)),
      /^NotAllowedError: Permission denied/,
      { as: 'user' },
    ],
  ],
  scaffolder_get_scaffolder_task_logs: [
    [
      'an unknown task',
      { taskId: 'nope' },
      /^NotFoundError: No task with id 'nope' found$/,
    ],
  ],
  scaffolder_list_scaffolder_tasks: [
    [
      'an unknown status',
      { status: 'done' },
      refused("status: Invalid enum value. Expected 'open' | 'processing'"),
    ],
    [
      'no user',
      { owned: true },
      /^NotAllowedError: Filtering by owned tasks requires a user identity/,
    ],
  ],
};
