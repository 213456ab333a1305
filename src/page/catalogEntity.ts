export interface CatalogEntityOptions {
  name: string;
  title: string;
  description: string;
  url: string;
}

/**
 * Describes the server as a catalog entity
 * (https://github.com/backstage/backstage/issues/32062). Strings are JSON,
 * which is valid YAML, so that a name such as `2024` stays text.
 */
export function catalogEntity(options: CatalogEntityOptions): string {
  const { name, title, description, url } = options;
  return `apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: ${JSON.stringify(name)}
  title: ${JSON.stringify(title)}
  description: ${JSON.stringify(description)}
spec:
  type: mcp-server
  lifecycle: production
  owner: your-team
  remotes:
    - type: streamable-http
      url: ${JSON.stringify(url)}
`;
}
