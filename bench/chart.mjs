import { figureOf } from './measure.mjs';

const WIDTH = 640;
const ROW = 34;
const LEFT = 170;
const COLOURS = { published: '#9aa5b1', ours: '#1f6feb', door: '#d0d7de' };

/** Bars of CPU per tools/call, one group a shape. */
export function toChart(rows) {
  const calls = rows
    .filter(
      ({ operation, target }) =>
        operation === 'tools/call' && target in COLOURS,
    )
    .map(row => ({ ...row, cpuMs: figureOf(row, 'cpuMs') }));
  const most = Math.max(...calls.map(({ cpuMs }) => cpuMs));
  const bars = calls.map(({ shape, target, cpuMs }, index) => {
    const y = 40 + index * ROW;
    const width = Math.max(1, (cpuMs / most) * (WIDTH - LEFT - 90));
    return `  <text x="${LEFT - 10}" y="${y + 15}" text-anchor="end">${shape} ${target}</text>
  <rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="20" fill="${COLOURS[target]}"/>
  <text x="${LEFT + width + 6}" y="${y + 15}">${cpuMs.toFixed(1)} ms</text>`;
  });
  const height = 50 + calls.length * ROW;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="13">
  <rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
  <text x="10" y="22" font-weight="bold">Server CPU per tools/call, plugin sources x actions</text>
${bars.join('\n')}
</svg>
`;
}
