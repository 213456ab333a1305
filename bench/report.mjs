import { figureOf, quantile } from './measure.mjs';
import {
  FIRST_SHAPE,
  PERMISSIONS_OFF,
  PERMISSIONS_ON,
  WITHOUT_DIRECT_ANSWERS,
} from './operations.mjs';

/** Formats the figures as tables. Ratios come first, since machines differ. */
export function toMarkdown({ rows, processes }, { machine, peerVersion }) {
  return `# Benchmark

Server CPU per request over 8 connections, unless one by one, in one run. Operations and plugins take turns; a ratio is the median of the ratios within each turn, with the half of the turns that lie around it, and a figure the median of all turns. A shape is the number of plugin sources x actions of each. The published plugin is ${peerVersion}; the door authenticates, invokes and answers, and does nothing else.

${machine}

## Ratios of CPU

${table(
  ['shape', 'operation', 'published / ours', 'ours / door'],
  ratios(rows),
)}

## Beside our own

CPU as a multiple of another of our own. The first shape, \`directAnswers: false\` and the permissions are processes of their own, which take their turns beside the others. With permissions on, the policy is asked with each call, and with one list in 10 s.

${table(['shape', 'operation', 'beside', 'multiple'], multiples(rows))}

## Figures

${table(
  ['shape', 'operation', 'plugin', 'CPU ms', 'per second', 'p50 ms', 'p99 ms'],
  rows.map(row => [
    row.shape,
    row.operation,
    row.target,
    figureOf(row, 'cpuMs').toFixed(2),
    figureOf(row, 'perSecond').toFixed(0),
    figureOf(row, 'p50').toFixed(1),
    figureOf(row, 'p99').toFixed(1),
  ]),
)}

## Processes

Resident memory after 50 calls, 50 lists and garbage collection, and the time to load the plugin and to start the whole backend: each the median of three fresh processes. Memory of idle streams is that of one process.

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
    (figureOf(row, 'rss') / 1e6).toFixed(0),
    figureOf(row, 'loadMs').toFixed(0),
    figureOf(row, 'startMs').toFixed(0),
    row.streamBytes ? (row.streamBytes / 1000).toFixed(0) : '',
  ]),
)}
`;
}

/**
 * Compares our operations with the same ones of the other plugins, or their
 * closest ones.
 */
function ratios(rows) {
  const find = (row, target) => {
    const others = rows.filter(
      ({ shape, group, target: other }) =>
        shape === row.shape && group === row.group && other === target,
    );
    const same = others.find(({ operation }) => operation === row.operation);
    return same ?? others[0];
  };
  return rows
    .filter(({ target }) => target === 'ours')
    .map(row => [
      row.shape,
      row.operation,
      ratio(find(row, 'published'), row),
      ratio(row, find(row, 'door')),
    ]);
}

/** Uses only turns in which both were measured. */
function ratio(one, other) {
  if (!one || !other) {
    return '';
  }
  const values = one.samples.map(
    ({ cpuMs }, turn) => cpuMs / other.samples[turn].cpuMs,
  );
  const [low, middle, high] = [0.25, 0.5, 0.75].map(part =>
    quantile(values, part).toFixed(2),
  );
  return `${middle} (${low} to ${high})`;
}

/** The cost of more plugins, more principals, /readonly and the SDK. */
function multiples(rows) {
  return rows.flatMap(row => {
    const { shape, operation, base = operation, target } = row;
    const find = name =>
      rows.find(
        other =>
          other.shape === shape &&
          other.operation === base &&
          other.target === name,
      );
    const ours = find('ours');
    const multiple = {
      [FIRST_SHAPE]: [operation, FIRST_SHAPE, ratio(ours, row)],
      [WITHOUT_DIRECT_ANSWERS]: [
        `${operation}, ${target}`,
        operation,
        ratio(row, ours),
      ],
      [PERMISSIONS_ON]: [
        `${operation}, ${target}`,
        PERMISSIONS_OFF,
        ratio(row, find(PERMISSIONS_OFF)),
      ],
      ours: row.base && [operation, base, ratio(row, ours)],
    }[target];
    return multiple ? [[shape, ...multiple]] : [];
  });
}

function table(head, body) {
  return [head, head.map(() => '---'), ...body]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');
}
