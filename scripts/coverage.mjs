/**
 * How much of the server's code the unit tests run: what V8 counted in each of their processes, by lines of the source that the
 * bundles were made of. Node 20's own report fails on bundles. The command and the server that tests start as built are other
 * programs, and are not counted.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decode } from '@jridgewell/sourcemap-codec';
import { root } from './steps.mjs';

const server = pathToFileURL(join(root, 'server/src/')).href;

/** How often the code at an offset ran, for offsets that ascend: ranges are nested, and the innermost one counts. */
function counter(functions) {
  const ranges = functions.flatMap((each) => each.ranges);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const around = [];
  let next = 0;
  return (offset) => {
    for (; ranges[next]?.startOffset <= offset; next++) around.push(ranges[next]);
    while (around.length > 0 && around.at(-1).endOffset <= offset) around.pop();
    return around.at(-1)?.count ?? 0;
  };
}

/** Adds what ran of one bundle: by source, whether each line that has code ran. */
function add(covered, { url, functions }, { data, lineLengths }) {
  const sources = data.sources.map((source) => new URL(source, url).href);
  const countAt = counter(functions);
  let start = 0;
  decode(data.mappings).forEach((segments, line) => {
    for (const [column, source, sourceLine] of segments) {
      const ran = countAt(start + column) > 0;
      if (!sources[source]?.startsWith(server)) continue;
      if (!covered.has(sources[source])) covered.set(sources[source], []);
      const lines = covered.get(sources[source]);
      lines[sourceLine] ||= ran;
    }
    start += lineLengths[line] + 1;
  });
}

/** By source, how many lines ran and how many there are. */
function linesIn(folder) {
  const covered = new Map();
  for (const name of readdirSync(folder)) {
    const { result, 'source-map-cache': maps = {} } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    for (const script of result) if (maps[script.url]?.data) add(covered, script, maps[script.url]);
  }
  return [...covered].map(([url, lines]) => {
    const all = lines.filter((ran) => ran !== undefined);
    return { path: url.slice(server.length), ran: all.filter(Boolean).length, all: all.length };
  });
}

/** Writes the lines by file, and answers with the line of totals. */
export function coverage(folder, report) {
  const files = linesIn(folder).sort((a, b) => a.path.localeCompare(b.path));
  const line = ({ path, ran, all }) => `${((100 * ran) / all).toFixed(1).padStart(6)} %  ${ran}/${all}  ${path}\n`;
  writeFileSync(report, files.map(line).join(''));
  const [ran, all] = ['ran', 'all'].map((what) => files.reduce((total, file) => total + file[what], 0));
  const share = ((100 * ran) / Math.max(all, 1)).toFixed(1);
  return `coverage: ${share} % of the lines of server/src that tests load (${ran} of ${all}, in ${files.length} files)`;
}
