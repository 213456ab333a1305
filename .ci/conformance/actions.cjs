// The tools that the suite calls, as actions. Its scenario descriptions say what
// each has to answer.
const { InputError } = require('@backstage/errors');
const { actionsPlugin } = require('../harness/actionsPlugin.cjs');

// One red pixel, and a WAV file without a sample.
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=';

const text = value => ({ type: 'text', text: value });
const image = { type: 'image', data: PNG, mimeType: 'image/png' };
const audio = { type: 'audio', data: WAV, mimeType: 'audio/wav' };
const resource = (uri, mimeType, value) => ({
  type: 'resource',
  resource: { uri, mimeType, text: value },
});

const CONTENT = {
  test_simple_text: [text('This is a simple text response for testing.')],
  test_image_content: [image],
  test_audio_content: [audio],
  test_embedded_resource: [
    resource(
      'test://embedded-resource',
      'text/plain',
      'This is an embedded resource content.',
    ),
  ],
  test_multiple_content_types: [
    text('Multiple content types test:'),
    image,
    resource(
      'test://mixed-content-resource',
      'application/json',
      '{"test":"data","value":123}',
    ),
  ],
};

const toAction = (name, description, answer) => ({
  name,
  title: name,
  description,
  attributes: { readOnly: true },
  schema: {
    input: z => z.object({}),
    output: z => z.object({ $mcpContent: z.array(z.any()) }),
  },
  action: async context => ({
    output: { $mcpContent: await answer(context) },
  }),
});

const suitePlugin = actionsPlugin('conformance', [
  ...Object.entries(CONTENT).map(([name, content]) =>
    toAction(name, `Answers ${content.length} blocks`, () => content),
  ),
  toAction('test_error_handling', 'Fails', () => {
    throw new InputError('This tool intentionally returns an error');
  }),
  // What an action logs is for the operator: the client must not get it.
  toAction('test_logging_tool', 'Logs three lines', ({ logger }) => {
    ['started', 'halfway', 'done'].forEach(line => logger.info(line));
    return [text('Logged')];
  }),
]);

module.exports = { suitePlugin };
