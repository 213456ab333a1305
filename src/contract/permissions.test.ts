import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import type { PermissionPolicy } from '@backstage/plugin-permission-node';
import type { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import { mcpToolConditions } from '..';
import { DefaultServerPolicy } from '../../dev/policies/DefaultServerPolicy';
import { OwnersPolicy } from '../../dev/policies/OwnersPolicy';
import { ReadOnlyPolicy } from '../../dev/policies/ReadOnlyPolicy';
import { ALLOW, anyDecision, DENY, onlyIf } from '../__testUtils__/anyDecision';
import { describeClients } from '../__testUtils__/describeClients';
import { openSseStream } from '../__testUtils__/openSseStream';
import {
  callOf,
  type Message,
  messageOf,
  newUser,
  postMessage,
} from '../__testUtils__/postMessage';
import {
  JANE,
  type PolicyBackend,
  RAVI,
  startPolicyBackend,
} from '../__testUtils__/startPolicyBackend';
import { until } from '../__testUtils__/until';

const LIST = { id: 1, method: 'tools/list' };

const CANCEL = 'orders_cancel_order';
const DELIVER = 'sample_deliver_parcel';
const TELL = 'sample_tell_caller';

async function namesOf(url: string, as: string): Promise<string[]> {
  const { result } = await messageOf(await postMessage(url, LIST, { as }));
  return result.tools.map(({ name }: { name: string }) => name);
}

async function callAs(url: string, as: string, name: string) {
  return messageOf(await postMessage(url, callOf(name), { as }));
}

describe('mcp.tool.use', () => {
  let backend: PolicyBackend;
  let servers: string[];

  beforeAll(async () => {
    backend = await startPolicyBackend({
      servers: {
        support: { name: 'Support' },
        orders: { name: 'Orders', filter: { include: [{ id: 'orders:*' }] } },
      },
    });
    servers = ['', '/readonly', '/support', '/orders'].map(
      path => `${backend.url}${path}`,
    );
  });

  afterAll(async () => {
    await backend.stop();
  });

  beforeEach(() => {
    backend.policy.decide(() => ALLOW);
    backend.policy.asked.length = 0;
    backend.auditEvents.length = 0;
    backend.logger.error.mockClear();
  });

  async function infoOf(as: string, query = '') {
    const response = await fetch(`${backend.url}/info${query}`, {
      headers: { authorization: mockCredentials.user.header(as) },
    });
    return response.json();
  }

  describe('with the policies of docs/permissions.md', () => {
    const docs = readFileSync(
      join(__dirname, '../../docs/permissions.md'),
      'utf8',
    );

    it.each([
      'permissionPolicy.ts',
      'policies/ReadOnlyPolicy.ts',
      'policies/OwnersPolicy.ts',
      'policies/DefaultServerPolicy.ts',
    ])('quotes dev/%s on the page exactly', file => {
      const source = readFileSync(join(__dirname, '../../dev', file), 'utf8');
      const pasted = source.replace(
        "'../../src'",
        "'@backstage/plugin-mcp-actions-backend'",
      );
      expect(docs).toContain(`\`\`\`ts\n${pasted}\`\`\``);
    });

    it.each<{
      Policy: new () => PermissionPolicy;
      as: string;
      path: string;
      name: string;
      may: boolean;
    }>([
      ...[JANE, RAVI].flatMap(as => [
        { Policy: ReadOnlyPolicy, as, path: '', name: TELL, may: true },
        {
          Policy: ReadOnlyPolicy,
          as,
          path: '',
          name: CANCEL,
          may: as === JANE,
        },
        {
          Policy: OwnersPolicy,
          as,
          path: '',
          name: CANCEL,
          may: as === RAVI,
        },
        { Policy: OwnersPolicy, as, path: '', name: DELIVER, may: true },
        {
          Policy: DefaultServerPolicy,
          as,
          path: '',
          name: DELIVER,
          may: false,
        },
        {
          Policy: DefaultServerPolicy,
          as,
          path: '/support',
          name: DELIVER,
          may: true,
        },
        {
          Policy: DefaultServerPolicy,
          as,
          path: '',
          name: TELL,
          may: true,
        },
      ]),
    ])(
      '$Policy.name permits $as $name at /v1$path: $may',
      async ({ Policy, as, path, name, may }) => {
        backend.policy.use(new Policy());
        const url = `${backend.url}${path}`;

        expect((await namesOf(url, as)).includes(name)).toBe(may);
        expect('result' in (await callAs(url, as, name))).toBe(may);
      },
    );
  });

  describeClients(({ connect }) => {
    it('lists and runs only what each user may use', async () => {
      backend.policy.use(new ReadOnlyPolicy());
      await using jane = await connect(backend.url, { as: JANE });
      await using ravi = await connect(backend.url, { as: RAVI });

      const listed = async (client: typeof jane) =>
        (await client.listTools()).tools.map(({ name }) => name);
      expect(await listed(jane)).toEqual(
        expect.arrayContaining([CANCEL, DELIVER, TELL]),
      );
      expect(await listed(ravi)).toContain(TELL);
      expect(await listed(ravi)).not.toContain(CANCEL);
      expect(await listed(ravi)).not.toContain(DELIVER);
      expect(await jane.callTool({ name: CANCEL })).toMatchObject({
        structuredContent: { cancelled: true },
      });
      await expect(ravi.callTool({ name: CANCEL })).rejects.toMatchObject({
        code: -32602,
      });
    });

    it('denies the next call of a tool on an open connection', async () => {
      await using jane = await connect(backend.url, { as: JANE });
      expect(await jane.callTool({ name: CANCEL })).toMatchObject({
        structuredContent: { cancelled: true },
      });

      backend.policy.decide(() => DENY);

      await expect(jane.callTool({ name: CANCEL })).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining(`Unknown tool: ${CANCEL}`),
      });
    });
  });

  describe('responds to a denied call like to one of an unknown tool', () => {
    it.each([
      { asked: 'by its name', name: DELIVER },
      { asked: 'by another spelling', name: 'deliver-parcel' },
      { asked: 'by its action id', name: 'sample:deliver-parcel' },
    ])('$asked', async ({ name }) => {
      const others = onlyIf({
        not: mcpToolConditions.isAction({ ids: ['sample:deliver-*'] }),
      });
      backend.policy.decide(() => others);
      const denied = await callAs(backend.url, JANE, name);

      // The same name where there is no such tool.
      const unknown = await callAs(`${backend.url}/orders`, JANE, name);
      expect(denied.error.code).toBe(unknown.error.code);
      expect(Object.keys(denied.error)).toEqual(Object.keys(unknown.error));
      expect(denied.error.message).toContain(`Unknown tool: ${name}. `);
      expect(denied.error.message).not.toContain(`mean ${DELIVER}`);
    });

    it('and suggests only what its caller may use', async () => {
      const teams = onlyIf(
        mcpToolConditions.isAction({ ids: ['sample:{list,count}-teams'] }),
      );
      backend.policy.decide(() => teams);

      for (const name of ['sample_name_team', 'sample_nam_team']) {
        expect((await callAs(backend.url, RAVI, name)).error.message).toBe(
          `Unknown tool: ${name}. Did you mean sample_list_teams, sample_count_teams?`,
        );
      }
    });
  });

  it('audits a denied call as refused, with the tool and the reason', async () => {
    backend.policy.decide(() => DENY);
    await callAs(backend.url, RAVI, 'cancel-order');

    const failed = () =>
      backend.auditEvents.find(({ status }) => status === 'failed');
    await until(() => failed() !== undefined);
    expect(failed()).toMatchObject({
      eventId: 'tool-execution',
      actor: { actorId: RAVI },
      meta: {
        toolName: CANCEL,
        actionId: 'orders:cancel-order',
        askedFor: 'cancel-order',
        outcome: 'refused',
      },
      error: expect.objectContaining({
        name: 'NotAllowedError',
        message:
          'The permission policy denies mcp.tool.use for orders:cancel-order on the server default',
      }),
    });
  });

  it.each<{ what: string; message: Message }>([
    { what: 'a list', message: LIST },
    { what: 'a call', message: callOf(TELL) },
    { what: 'a denied call', message: callOf(CANCEL) },
    { what: 'an unknown call', message: callOf('cancel') },
  ])('asks the policy once for $what', async ({ message }) => {
    backend.policy.use(new ReadOnlyPolicy());
    await postMessage(backend.url, message, { as: RAVI });
    expect(backend.policy.asked).toEqual([RAVI]);
  });

  it('never shows a user the tools of another user', async () => {
    backend.policy.decide(user => (user === JANE ? ALLOW : DENY));
    const others = [newUser(), newUser(), RAVI];

    expect(await namesOf(backend.url, JANE)).toContain(CANCEL);
    for (const as of others) {
      expect(await namesOf(backend.url, as)).toEqual([]);
    }
  });

  it('decides for each message on an HTTP+SSE stream', async () => {
    await using stream = await openSseStream(`${backend.url}`, JANE);
    await stream.post({ ...LIST, id: 'all' });
    await until(() => stream.messages().length === 1);
    backend.policy.decide(() => DENY);
    await stream.post({ ...LIST, id: 'none' });
    await stream.post(callOf(CANCEL, 'denied'));

    await until(() => stream.messages().length === 3);
    const answers = new Map(
      stream.messages().map(answer => [answer.id, answer]),
    );
    expect(answers.get('all').result.tools.length).toBeGreaterThan(2);
    expect(answers.get('none').result.tools).toEqual([]);
    expect(answers.get('denied').error.code).toBe(-32602);
  });

  describe('at /v1/info', () => {
    it('reports what the user may use', async () => {
      backend.policy.use(new OwnersPolicy());

      const orders = { name: CANCEL, actionId: 'orders:cancel-order' };
      expect((await infoOf(RAVI)).tools).toContainEqual(
        expect.objectContaining(orders),
      );
      expect(JSON.stringify(await infoOf(JANE))).not.toContain('cancel');
    });

    it('explains that the permission denies a tool', async () => {
      backend.policy.use(new DefaultServerPolicy());

      const { servers: explained } = await infoOf(JANE, `?whyNot=${CANCEL}`);
      expect(explained).toEqual([
        {
          key: 'default',
          listed: false,
          reason: expect.stringContaining('denies you mcp.tool.use'),
        },
        { key: 'support', listed: true },
        { key: 'orders', listed: true },
      ]);
    });
  });

  describe('when the policy fails', () => {
    const failures: Array<{ how: string; policy: PermissionPolicy['handle'] }> =
      [
        {
          how: 'it throws',
          policy: async () => {
            throw new Error('connect ECONNREFUSED ldap:389');
          },
        },
        {
          how: 'its rule does not exist',
          policy: async () =>
            onlyIf({
              not: { rule: 'IS_MINE', resourceType: 'mcp-tool', params: {} },
            }),
        },
        {
          how: 'its parameters are invalid',
          policy: async () =>
            onlyIf({
              not: mcpToolConditions.isAction({ ids: 'sample:*' as never }),
            }),
        },
        {
          how: 'its attributes do not exist',
          policy: async () =>
            onlyIf(mcpToolConditions.hasAttributes({ safe: true } as never)),
        },
        {
          how: 'it has no attributes',
          policy: async () => onlyIf(mcpToolConditions.hasAttributes({})),
        },
      ];

    it.each(failures)(
      'lists and runs nothing when $how',
      async ({ policy }) => {
        backend.policy.use({ handle: policy });

        const listed = await messageOf(
          await postMessage(backend.url, LIST, { as: JANE }),
        );
        const called = await callAs(backend.url, JANE, CANCEL);

        expect(listed.error).toEqual({
          code: -32603,
          message: expect.stringMatching(/^Internal error\. .* reference \S+$/),
          data: { reference: expect.any(String) },
        });
        expect(called.result).toMatchObject({
          isError: true,
          content: [
            {
              text: expect.stringMatching(
                /^Internal error\. .* reference \S+$/,
              ),
            },
          ],
        });
        expect(JSON.stringify([listed, called])).not.toContain('ldap');
        expect(backend.logger.error).toHaveBeenCalledWith(
          expect.stringContaining(listed.error.data.reference),
          expect.anything(),
        );
      },
    );
  });

  const decision = anyDecision({
    ids: ['sample:*', '*:*-parcel', 'orders:cancel-order', 'sample:[a-m]*'],
    pluginIds: ['sample', 'orders', 'catalog'],
    keys: ['default', 'support', 'orders'],
  });

  it('lists exactly what it runs, for each user, tool and server, under any policy', async () => {
    expect(await namesOf(backend.url, JANE)).toEqual(
      expect.arrayContaining([CANCEL, DELIVER, TELL]),
    );
    await fc.assert(
      fc.asyncProperty(decision, decision, async (ofJane, ofRavi) => {
        backend.policy.decide(user => (user === JANE ? ofJane : ofRavi));
        const views = servers.flatMap(url =>
          [JANE, RAVI].map(as => ({ url, as })),
        );
        await Promise.all(
          views.map(async ({ url, as }) => {
            const listed = await namesOf(url, as);
            for (const name of [CANCEL, DELIVER, TELL]) {
              const { error } = await callAs(url, as, name);
              expect(error?.code).toBe(
                listed.includes(name) ? undefined : -32602,
              );
            }
          }),
        );
      }),
      // Each run takes about 30 requests. createPermissions.test.ts tries many
      // more decisions.
      { numRuns: 3 },
    );
  });
});

describe('remembered lists', () => {
  let backend: PolicyBackend;

  beforeAll(async () => {
    backend = await startPolicyBackend({ cache: { ttl: '10m' } });
  });

  afterAll(async () => {
    await backend.stop();
  });

  it('are shared only by users with the same decision', async () => {
    const teams = onlyIf(mcpToolConditions.isAction({ ids: ['*-teams'] }));
    const [ofTeams, alsoOfTeams, ofAll] = [newUser(), newUser(), newUser()];
    backend.policy.decide(user => (user === ofAll ? ALLOW : teams));

    const expected = ['sample_count_teams', 'sample_list_teams'];
    for (const _ of ['first', 'remembered']) {
      expect(await namesOf(backend.url, ofTeams)).toEqual(expected);
      expect(await namesOf(backend.url, ofAll)).toContain(CANCEL);
      expect(await namesOf(backend.url, alsoOfTeams)).toEqual(expected);
    }
    expect(backend.policy.asked).toEqual([ofTeams, ofAll, alsoOfTeams]);
  });

  it('grant nothing: a tool that is denied meanwhile does not run', async () => {
    const user = newUser();
    backend.policy.decide(() => ALLOW);
    expect(await namesOf(backend.url, user)).toContain(CANCEL);
    backend.policy.decide(() => DENY);

    expect((await callAs(backend.url, user, CANCEL)).error.code).toBe(-32602);
    expect(await namesOf(backend.url, user)).toEqual([]);
  });
});

describe('a permission backend that hangs', () => {
  let backend: PolicyBackend;
  let answer: () => void;

  beforeAll(async () => {
    backend = await startPolicyBackend({ callTimeout: '200ms' });
    const hanging = new Promise<PolicyDecision>(resolve => {
      answer = () => resolve(ALLOW);
    });
    backend.policy.use({ handle: () => hanging });
  });

  afterAll(async () => {
    // A stopping backend waits for its responses.
    answer();
    await backend.stop();
  });

  it('prevents lists and calls, and reports it in time', async () => {
    const listed = await messageOf(
      await postMessage(backend.url, LIST, { as: JANE }),
    );
    const called = await callAs(backend.url, JANE, CANCEL);

    expect(listed.error.code).toBe(-32603);
    expect(called.result.content[0].text).toMatch(/^Internal error\. /);
    expect(called.result.content[0].text).not.toContain(CANCEL);
    expect(backend.logger.error).toHaveBeenCalledWith(
      expect.stringContaining('No decision within 0.2 s'),
      expect.anything(),
    );
  });
});

describe.each<{
  when: string;
  mcpActions: JsonObject;
  config: JsonObject;
  as: string;
}>([
  {
    when: 'mcpActions.permissions.enabled is not true',
    mcpActions: { permissions: {} },
    config: {},
    as: mockCredentials.user.header(RAVI),
  },
  {
    when: 'permission.enabled is false',
    mcpActions: {},
    config: { permission: { enabled: false } },
    as: mockCredentials.user.header(RAVI),
  },
  {
    when: 'the caller is a service',
    mcpActions: {},
    config: {},
    as: mockCredentials.service.header(),
  },
])('when $when', ({ mcpActions, config, as: authorization }) => {
  it('asks no policy, and serves all tools', async () => {
    const backend = await startPolicyBackend(mcpActions, config);
    backend.policy.decide(() => DENY);
    const headers = { authorization };
    const answerTo = async (message: Message) =>
      messageOf(await postMessage(backend.url, message, { headers }));

    expect((await answerTo(LIST)).result.tools.length).toBeGreaterThan(2);
    expect((await answerTo(callOf(CANCEL))).result.structuredContent).toEqual({
      cancelled: true,
    });
    expect(backend.policy.asked).toEqual([]);
    await backend.stop();
  });
});
