/** Lets an HTTP or TCP server listen on a free port of this machine. */
export async function listen(server, host = 'localhost') {
  await new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(0, host, done);
  });
  return {
    port: server.address().port,
    close() {
      server.closeAllConnections?.();
      return new Promise(done => server.close(done));
    },
  };
}
