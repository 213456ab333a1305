// The other end of startBackend.mjs: a backend in the process of this script.
const { createBackend } = require('@backstage/backend-defaults');
const {
  createExternalTokenHandler,
  externalTokenHandlersServiceRef,
} = require('@backstage/backend-defaults/auth');
const {
  coreServices,
  createServiceFactory,
} = require('@backstage/backend-plugin-api');
const { ConfigReader } = require('@backstage/config');

const silent = {
  child: () => silent,
  debug() {},
  info() {},
  warn() {},
  error() {},
};

/**
 * Takes `<secret>-<subject>` of any subject. The platform tries static tokens one
 * after the other, so that a thousand of them would cost as much as a call.
 */
const prefixedTokens = createExternalTokenHandler({
  type: 'prefixed',
  initialize: ({ options }) => `${options.getString('secret')}-`,
  verifyToken: async (token, prefix) =>
    token.startsWith(prefix)
      ? { subject: token.slice(prefix.length) }
      : undefined,
});

const asService = (service, value) =>
  createServiceFactory({ service, deps: {}, factory: () => value });

/**
 * Starts a backend once its configuration arrives, and answers questions.
 *
 * @param featuresOf - its features, of the options that came with the configuration
 * @param answers - by question: gives the answer, of the details of the question
 */
function runBackend({ featuresOf, answers = {}, logger = silent }) {
  // Whoever started it is gone, and nobody else would end it.
  process.on('disconnect', () => process.exit(1));
  process.once('message', options =>
    start({ featuresOf, logger, options }).catch(error => {
      console.error(error);
      process.exit(1);
    }),
  );
  process.on('message', async ({ id, question, ...details }) => {
    if (question) {
      process.send({ id, ...(await answers[question](details)) });
    }
  });
}

async function start({ featuresOf, logger, options: { config, ...options } }) {
  const backend = createBackend();
  const features = [
    asService(coreServices.rootLogger, logger),
    asService(coreServices.rootConfig, new ConfigReader(config)),
    asService(externalTokenHandlersServiceRef, prefixedTokens),
    ...featuresOf(options),
  ];
  features.forEach(feature => backend.add(feature));
  await backend.start();
  process.send({ type: 'ready', startMs: performance.now() });
}

module.exports = { runBackend };
