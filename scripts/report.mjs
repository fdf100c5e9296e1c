/**
 * What node's test runner prints in `npm test`: a line for each file, and all that there is to say of what failed. Everything
 * else is in the log of the stage.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Lines of what a file wrote to stderr that are shown when it fails. */
const SHOWN = 30;

/** The source of a bundled test: `test/cli/base.test.ts`. */
const sourceOf = (file) =>
  relative(root, file)
    .replace(/^out\//, '')
    .replace(/\.cjs$/, '.ts');

const indented = (text) => text.replace(/^(?=.)/gm, '        ');

/**
 * A text whose places in bundles are places in sources. Node would do so itself, but reads the map of each bundle when it loads
 * the bundle: most of a second, and most tests pass.
 */
function withSources(text) {
  const maps = new Map();
  const mapOf = (file) => {
    if (!maps.has(file)) {
      const path = `${file}.map`;
      maps.set(file, existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, 'utf8'))) : null);
    }
    return maps.get(file);
  };
  return text.replaceAll(/(\/[^\s:()']+\.cjs):(\d+):(\d+)/g, (place, file, line, column) => {
    const {
      originalSource: source,
      originalLine,
      originalColumn,
    } = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1) ?? {};
    if (source === undefined) return place;
    return `${relative(root, resolve(dirname(file), source))}:${originalLine + 1}:${originalColumn + 1}`;
  });
}

/** What a test threw; for a process that ended badly, how. */
const reasonOf = (error) => withSources(inspect(error?.cause instanceof Error ? error.cause : error));

/** The results of one file. */
class FileReport {
  /** Names of the tests under way, the outermost first. */
  names = [];
  passed = 0;
  failures = [];
  stderr = '';
  milliseconds = 0;

  constructor(file) {
    this.source = sourceOf(file);
  }

  take({ type, data }) {
    if (type === 'test:start') this.names.splice(data.nesting, Number.POSITIVE_INFINITY, data.name);
    else if (type === 'test:stderr') this.stderr += data.message;
    else if (type === 'test:pass' || type === 'test:fail') this.#end(type, data);
  }

  #end(type, { name, nesting, skip, todo, details }) {
    if (nesting === 0) this.milliseconds += details.duration_ms;
    const title = [...this.names.slice(0, nesting), name].join(' > ');
    if (skip !== undefined || todo !== undefined) this.failures.push({ title, reason: 'is skipped or to do' });
    else if (type === 'test:pass') this.passed += details.type === 'suite' ? 0 : 1;
    // A suite fails with its tests, which say why.
    else if (details.error?.failureType !== 'subtestsFailed')
      this.failures.push({ title, reason: reasonOf(details.error) });
  }

  /** A line, and one for each failure. */
  summary() {
    const seconds = (this.milliseconds / 1000).toFixed(1).padStart(6);
    const failures = this.failures.map(({ title }) => `  FAILED  ${title}\n`);
    return `${String(this.passed).padStart(6)} passed ${seconds} s  ${this.source}\n${failures.join('')}`;
  }

  /** Why each test failed, and the last of what the file wrote to stderr. */
  details() {
    const reasons = this.failures.map(({ title, reason }) => `\n${this.source}: ${title}\n${indented(reason)}\n`);
    const said = this.stderr.trim().split('\n').slice(-SHOWN).join('\n');
    return reasons.length === 0 ? '' : `${reasons.join('')}${said && `${indented(said)}\n`}`;
  }
}

/** The reporter: events in, text out. Reasons come at the end, when a file has no more to say on stderr. */
export default async function* report(events) {
  const files = new Map();
  let current;
  for await (const { type, data } of events) {
    const file = data?.file;
    if (file === undefined) continue;
    if (!files.has(file)) files.set(file, new FileReport(file));
    files.get(file).take({ type, data });
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (current !== undefined && current !== file) yield files.get(current).summary();
    current = file;
  }
  if (current !== undefined) yield files.get(current).summary();
  for (const file of files.values()) yield file.details();
}
