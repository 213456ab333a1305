import { createServer } from 'node:http';
import { listen } from '../harness/listen.mjs';

/**
 * The loopback redirect of a native client (RFC 8252 §7.3), and the client's
 * metadata document, which others have on the web.
 *
 * @returns its `url`, the query that arrives there as `answer`, and the
 * `documentUrl`
 */
export async function listenForCallback(run, { clientName }) {
  const server = createServer();
  const { port, close } = await listen(server, '127.0.0.1');
  run.onClose(close);
  const origin = `http://127.0.0.1:${port}`;
  const url = `${origin}/callback`;
  const documentUrl = `${origin}/client.json`;
  const document = {
    client_id: documentUrl,
    client_name: clientName,
    redirect_uris: [url],
    token_endpoint_auth_method: 'none',
  };
  const answer = new Promise(done => {
    server.on('request', (req, res) => {
      const { pathname, searchParams } = new URL(req.url, origin);
      if (pathname === '/client.json') {
        run.note(`GET ${documentUrl}, by the auth backend`);
        res.setHeader('content-type', 'application/json');
        res.end(JSON.stringify(document));
        return;
      }
      if (pathname !== '/callback') {
        res.writeHead(404).end();
        return;
      }
      res.end('Signed in. You can close this page.\n');
      done(searchParams);
    });
  });
  return { url, documentUrl, answer };
}
