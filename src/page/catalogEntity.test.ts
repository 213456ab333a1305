import { createRequire } from 'node:module';
import { catalogEntity } from './catalogEntity';

/** The rules of the catalog and of Backstage's configuration. */
const { mcpServerApiEntityValidator } = createRequire(
  require.resolve('@backstage/plugin-catalog-backend/package.json'),
)('@backstage/catalog-model/alpha');
const yaml = createRequire(require.resolve('@backstage/cli/package.json'))(
  'yaml',
);

describe('catalogEntity', () => {
  it('is an entity of kind API with the server as its remote', () => {
    expect(
      catalogEntity({
        name: 'acme',
        title: 'Acme: "tools"',
        description: 'All of # Acme',
        url: 'https://acme.example/api/mcp-actions/v1',
      }),
    ).toBe(`apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: "acme"
  title: "Acme: \\"tools\\""
  description: "All of # Acme"
spec:
  type: mcp-server
  lifecycle: production
  owner: your-team
  remotes:
    - type: streamable-http
      url: "https://acme.example/api/mcp-actions/v1"
`);
  });

  it.each(['acme', '2024', 'null', 'yes'])(
    'is accepted by the catalog with the name %s',
    async name => {
      const entity = yaml.parse(
        catalogEntity({
          name,
          title: 'Acme: "tools" #1',
          description: '- All\tof {{ Acme }}',
          url: 'https://acme.example/api/mcp-actions/v1',
        }),
      );

      expect(entity.metadata.name).toBe(name);
      expect(await mcpServerApiEntityValidator.check(entity)).toBe(true);
    },
  );
});
