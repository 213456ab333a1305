/** What a backend says, without colours. */
export function readLog(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
  }
  const plain = () => text.replace(/\u001b\[\d+m/g, '');
  return {
    text: plain,
    lines: pattern =>
      plain()
        .split('\n')
        .filter(line => pattern.test(line)),
  };
}
