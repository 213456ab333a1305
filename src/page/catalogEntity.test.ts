import { catalogEntity } from './catalogEntity';

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
  name: acme
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
});
