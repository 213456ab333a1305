import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import ts from 'typescript';
import { readMcpActionsConfig } from './readMcpActionsConfig';

const FILTER = {
  include: [
    {
      id: 'catalog:*',
      attributes: { destructive: false, readOnly: true, idempotent: true },
    },
  ],
  exclude: [
    {
      id: 'catalog:*',
      attributes: { destructive: true, readOnly: false, idempotent: false },
    },
  ],
};

/** Has every block, so that the readers come to look inside. */
const SAMPLE = {
  default: { filter: FILTER },
  page: { links: [{ title: 'Help', url: 'https://acme.example/help' }] },
  servers: { catalog: { name: 'Catalog', filter: FILTER } },
  overrides: {
    'catalog:get-entity': {
      attributes: {
        destructive: false,
        readOnly: true,
        idempotent: true,
        openWorld: false,
      },
    },
  },
};

const GETTERS = [
  'has',
  'getOptional',
  'getOptionalBoolean',
  'getOptionalConfig',
  'getOptionalConfigArray',
  'getOptionalNumber',
  'getOptionalString',
  'getOptionalStringArray',
] as const;

afterEach(() => {
  jest.restoreAllMocks();
});

/** The paths that the readers ask for, with `*` for the keys of maps. */
function readPaths(): string[] {
  const spies = GETTERS.map(name => jest.spyOn(ConfigReader.prototype, name));
  readMcpActionsConfig(new ConfigReader({ mcpActions: SAMPLE }));
  const paths = spies.flatMap(({ mock }) =>
    mock.calls.map(([key], call) => {
      const { prefix } = mock.contexts[call] as unknown as { prefix: string };
      return prefix ? `${prefix}.${key}` : `${key}`;
    }),
  );
  return leavesOf(
    paths
      .filter(path => path.startsWith('mcpActions.'))
      .map(path => path.replace(/\[\d+\]/g, '[]'))
      .map(path => path.replace(/\.(servers|overrides)\.[^.]+/, '.$1.*'))
      // Read as a whole: its keys are the operator's.
      .map(path => path.replace(/\.aliases$/, '.aliases.*')),
  );
}

/** The paths that `config.d.ts` declares, written likewise. */
function declaredPaths(): string[] {
  const file = resolve(__dirname, '../../config.d.ts');
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const interfaces = new Map(
    source.statements
      .filter(ts.isInterfaceDeclaration)
      .map(declaration => [declaration.name.text, declaration.members]),
  );
  const membersOf = (type: ts.TypeNode) => {
    if (ts.isTypeLiteralNode(type)) {
      return type.members;
    }
    return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)
      ? interfaces.get(type.typeName.text)
      : undefined;
  };
  const pathsOf = (path: string, type: ts.TypeNode): string[] => {
    if (ts.isArrayTypeNode(type)) {
      return pathsOf(`${path}[]`, type.elementType);
    }
    const members = membersOf(type)?.filter(isKey);
    return members
      ? members.flatMap(key => pathsOf(`${path}.${nameOf(key)}`, key.type!))
      : [path.slice(1)];
  };
  return pathsOf('', ts.factory.createTypeReferenceNode('Config')).sort();
}

function isKey(
  member: ts.TypeElement,
): member is ts.PropertySignature | ts.IndexSignatureDeclaration {
  return (
    ts.isPropertySignature(member) || ts.isIndexSignatureDeclaration(member)
  );
}

function nameOf(key: ts.PropertySignature | ts.IndexSignatureDeclaration) {
  return ts.isPropertySignature(key) && ts.isIdentifier(key.name)
    ? key.name.text
    : '*';
}

/** What is not just on the way to another path. */
function leavesOf(paths: string[]): string[] {
  return [...new Set(paths)]
    .filter(path => !paths.some(other => /^[.[]/.test(below(path, other))))
    .sort();
}

function below(path: string, other: string): string {
  return other.startsWith(path) ? other.slice(path.length) : '';
}

describe('config.d.ts', () => {
  it('declares the keys that are read, and no others', () => {
    expect(declaredPaths()).toEqual(readPaths());
  });

  it('is not empty', () => {
    expect(declaredPaths()).toEqual(
      expect.arrayContaining([
        'mcpActions.name',
        'mcpActions.servers.*.filter.include[].attributes.readOnly',
      ]),
    );
  });
});
