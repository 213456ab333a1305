// Counts the checks of one run. Refuses expected failures without a reason, and
// those that no check confirms: the suite itself ignores rows for checks that
// did not run.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const [revision, rowsFile, results] = process.argv.slice(2);

const checks = readdirSync(results).flatMap(folder => {
  // Folder names: server-<scenario>-<time of the run>
  const [, scenario] = /^server-(.+)-\d{4}-\d\d-\d\dT/.exec(folder);
  const file = join(results, folder, 'checks.json');
  return JSON.parse(readFileSync(file, 'utf8')).map(({ id, status }) => ({
    row: `${scenario}:${id}`,
    status,
  }));
});
const withStatus = (...statuses) =>
  checks.filter(({ status }) => statuses.includes(status));

// The suite treats a warning as a failure when it compares with the
// expectations.
const passed = withStatus('SUCCESS');
const failed = withStatus('FAILURE', 'WARNING');

const rows = readFileSync(rowsFile, 'utf8')
  .split('\n')
  .filter(line => line.trim().startsWith('- '))
  .map(line => /^\s*- (?<row>\S+)(?: # (?<reason>.+))?$/.exec(line).groups);
const problems = [
  ...rows
    .filter(({ reason }) => !reason)
    .map(({ row }) => `${row} has no reason`),
  ...rows
    .filter(({ row }) => !failed.some(check => check.row === row))
    .map(({ row }) => `${row} does not fail: remove it`),
];

console.log(
  `${revision}: ${passed.length} checks passed, ${failed.length} failed, ${rows.length} expected failures`,
);
problems.forEach(problem => console.error(`${rowsFile}: ${problem}`));
process.exitCode = problems.length ? 1 : 0;
