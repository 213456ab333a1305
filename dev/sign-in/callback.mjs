import { createServer } from 'node:http';

/**
 * The loopback redirect of a native client (RFC 8252 §7.3).
 *
 * @returns its `url`, and the query that arrives there as `answer`
 */
export async function listenForCallback(run) {
  const server = createServer();
  run.onClose(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const answer = new Promise(done => {
    server.on('request', (req, res) => {
      const { pathname, searchParams } = new URL(req.url, origin);
      if (pathname !== '/callback') {
        res.writeHead(404).end();
        return;
      }
      res.end('Signed in. You can close this page.\n');
      done(searchParams);
    });
  });
  return { url: `${origin}/callback`, answer };
}
