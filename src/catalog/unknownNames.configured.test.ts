import { sampleAction } from '../__testUtils__/sampleAction';
import { NO_REQUEST_FILTER } from '../tools/requestFilter';
import { ToolCatalog } from './ToolCatalog';
import { explainUnknownNames } from './unknownNames';

/** The scaffolder lists nothing. */
const pluginSources = () => ['catalog', 'scaffolder'];

describe('explainUnknownNames with names from the configuration', () => {
  const configured = ToolCatalog.create(
    ['catalog:get', 'catalog:hide'].map(id => sampleAction(id)),
    {
      overrides: {
        'catalog:hide': { hidden: true, name: 'secret_door' },
        'scaffolder:run': { name: 'start_template' },
        'catalog:gone': { name: 'gone_tool' },
        'strange:run': { name: 'strange_tool' },
      },
      toolNames: {
        aliases: { go: 'scaffolder:run', door: 'catalog:hide' },
      },
    },
  );
  const explainName = (name: string) =>
    explainUnknownNames(
      { ...NO_REQUEST_FILTER, excludedTools: [name] },
      { catalog: configured, pluginSources },
    );

  it.each(['secret_door', 'door', 'start_template', 'go'])(
    'accepts %s of a hidden action or a silent plugin',
    name => {
      expect(explainName(name)).toBeUndefined();
    },
  );

  it.each([
    'secret_dor',
    'start_templat',
    // Its plugin lists other actions.
    'gone_tool',
    // Its plugin is not a source.
    'strange_tool',
  ])('refuses %s', name => {
    expect(explainName(name)).toMatch(/^Unknown tools: /);
  });
});
