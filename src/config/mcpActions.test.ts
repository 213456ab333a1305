import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import ts from 'typescript';
import { z } from 'zod';
import { mcpActions } from './mcpActions';
import { readMcpActionsConfig } from './readMcpActionsConfig';

const UNKNOWN = 'keyThatDoesNotExist';

/** The paths of a schema, with `*` for the keys of maps and `[]` for lists. */
function pathsOf(path: string, schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries<z.core.$ZodType>(schema.shape).flatMap(
      ([key, value]) => pathsOf(`${path}.${key}`, value),
    );
  }
  if (schema instanceof z.ZodRecord) {
    return pathsOf(`${path}.*`, schema.valueType);
  }
  if (schema instanceof z.ZodArray) {
    return pathsOf(`${path}[]`, schema.element);
  }
  if (schema instanceof z.ZodPipe) {
    return pathsOf(path, schema.in);
  }
  const isWrapper =
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodReadonly;
  return isWrapper ? pathsOf(path, schema.unwrap()) : [path];
}

/** The paths that `config.d.ts` declares, in the same form. */
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
  const pathsBelow = (path: string, type: ts.TypeNode): string[] => {
    const element = elementOf(type);
    if (element) {
      return pathsBelow(`${path}[]`, element);
    }
    const members = membersOf(type)?.filter(isKey);
    return members
      ? members.flatMap(key => pathsBelow(`${path}.${nameOf(key)}`, key.type!))
      : [path.slice(1)];
  };
  return pathsBelow('', ts.factory.createTypeReferenceNode('Config'));
}

/** The item type of `T[]` and `Array<T>`. */
function elementOf(type: ts.TypeNode): ts.TypeNode | undefined {
  if (ts.isArrayTypeNode(type)) {
    return type.elementType;
  }
  return ts.isTypeReferenceNode(type) &&
    ts.isIdentifier(type.typeName) &&
    type.typeName.text === 'Array'
    ? type.typeArguments?.[0]
    : undefined;
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

/** The blocks that contain a path. */
function blocksAbove(path: string): string[] {
  return [...path.matchAll(/\.(?!\*)/g)].map(({ index }) =>
    path.slice(0, index),
  );
}

/** A configuration with only an unknown key in one block. */
function withUnknownKey(block: string): Record<string, JsonValue> {
  const parts = block.replace(/\[\]/g, '.[]').split('.');
  const value = parts.reduceRight<JsonValue>(
    (inner, part) => (part === '[]' ? [inner] : { [part]: inner }),
    { [UNKNOWN]: true },
  );
  return value as Record<string, JsonValue>;
}

describe('config.d.ts', () => {
  it('declares exactly the keys of the schema', () => {
    expect(declaredPaths().sort()).toEqual(
      pathsOf('mcpActions', mcpActions).sort(),
    );
  });

  it('is not empty', () => {
    expect(declaredPaths()).toEqual(
      expect.arrayContaining([
        'mcpActions.name',
        'mcpActions.errors.show[]',
        'mcpActions.page.links[].url',
        'mcpActions.oauth.scopesSupported[]',
        'mcpActions.servers.*.filter.include[].attributes.readOnly',
      ]),
    );
  });
});

describe('an unknown key', () => {
  const blocks = new Set(declaredPaths().flatMap(blocksAbove));

  // A map of maps accepts any valid key.
  it.each([...blocks])('is refused in %s', block => {
    const name = block.replace('overrides.*', 'overrides.a:b');
    const usable = name.replace('servers.*', 'servers.a');
    expect(() =>
      readMcpActionsConfig(new ConfigReader(withUnknownKey(usable))),
    ).toThrow(
      `Invalid config at '${usable.replaceAll('[]', '[0]')}.${UNKNOWN}': the keys here are `,
    );
  });
});
