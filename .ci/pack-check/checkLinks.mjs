// Every relative link in the package's Markdown leads to a file and heading that
// the package has. Argument: the folder of the package.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const folder = resolve(process.argv[2]);
const LINK = /\]\(([^)\s]+)\)/g;
const FENCED = /^(`{3,})[\s\S]*?^\1/gm;
const HEADING = /^#+ +(.+)$/gm;

/** As GitHub and npm make them of headings. */
function anchorsOf(file) {
  const text = readFileSync(file, 'utf8').replace(FENCED, '');
  return [...text.matchAll(HEADING)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function problemOf(file, link) {
  const [path, anchor] = link.split('#');
  const target = path ? join(dirname(file), path) : file;
  if (!existsSync(target)) {
    return 'no such file in the package';
  }
  return anchor && !anchorsOf(target).includes(anchor)
    ? 'no such heading'
    : undefined;
}

const pages = ['.', 'docs']
  .flatMap(name =>
    readdirSync(join(folder, name)).map(file => join(folder, name, file)),
  )
  .filter(file => file.endsWith('.md'));
const links = pages.flatMap(file => {
  const text = readFileSync(file, 'utf8').replace(FENCED, '');
  return [...text.matchAll(LINK)]
    .map(([, link]) => ({ file, link }))
    .filter(({ link }) => !/^[a-z]+:/i.test(link));
});
const broken = links
  .map(({ file, link }) => ({ file, link, problem: problemOf(file, link) }))
  .filter(({ problem }) => problem);

for (const { file, link, problem } of broken) {
  console.error(`${relative(folder, file)}: ${link}: ${problem}`);
}
console.log(
  `Links in the package: ${links.length} on ${pages.length} pages, ${broken.length} broken`,
);
process.exitCode = broken.length > 0 ? 1 : 0;
