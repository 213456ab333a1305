/** The figures as a page of tables; ratios first, since machines differ. */
export function toMarkdown({ rows, processes }, { machine, peerVersion }) {
  return `# Benchmark

Server CPU per request over 8 connections, median of interleaved rounds in one run. A shape is the number of plugin sources x actions of each. The published plugin is ${peerVersion}; the door authenticates, invokes and answers, and does nothing else.

${machine}

## Ratios of CPU

${table(
  ['shape', 'operation', 'published / ours', 'ours / door'],
  ratios(rows),
)}

## Figures

${table(
  ['shape', 'operation', 'plugin', 'CPU ms', 'per second', 'p50 ms', 'p99 ms'],
  rows.map(row => [
    row.shape,
    row.operation,
    row.target,
    row.cpuMs.toFixed(2),
    row.perSecond.toFixed(0),
    row.p50.toFixed(1),
    row.p99.toFixed(1),
  ]),
)}

## Processes

Resident memory after all of the above, and the time to load the plugin and to start the whole backend.

${table(
  [
    'shape',
    'plugin',
    'memory MB',
    'load ms',
    'start ms',
    'kB per idle SSE stream',
  ],
  processes.map(row => [
    row.shape,
    row.target,
    (row.rss / 1e6).toFixed(0),
    row.loadMs.toFixed(0),
    row.startMs.toFixed(0),
    row.streamBytes ? (row.streamBytes / 1000).toFixed(0) : '',
  ]),
)}
`;
}

function ratios(rows) {
  const find = (row, target) =>
    rows.find(
      other =>
        other.shape === row.shape &&
        other.target === target &&
        baseOf(other.operation) === baseOf(row.operation),
    );
  return rows
    .filter(({ target }) => target === 'ours')
    .map(row => [
      row.shape,
      row.operation,
      ratio(find(row, 'published'), row),
      ratio(row, find(row, 'door')),
    ]);
}

/** The published plugin has one revision only. */
function baseOf(operation) {
  return operation.replace(/, .*/, '').replace('server/discover', 'initialize');
}

function ratio(one, other) {
  return one && other ? (one.cpuMs / other.cpuMs).toFixed(2) : '';
}

function table(head, body) {
  return [head, head.map(() => '---'), ...body]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');
}
