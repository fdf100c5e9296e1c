/** The surroundings that tests see: the same on every machine, whoever runs them and whatever lies around there. */
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { projectRoot } from './root.ts';

/**
 * What is handed on of the machine's environment; `OPSCOPE_` names what `npm test` says to the tests. NODE_V8_COVERAGE is not:
 * node has read it by then, and the programs that tests start are not to be measured.
 */
const KEPT = /^(?:PATH|TMPDIR|CHROMIUM|NODE_TEST_CONTEXT|OPSCOPE_(?!CACHE$)\w+)$/;

/** Folders above which no repository is looked for: neither a clone around the sample tree nor one around scratch files. */
function ceilings(): string {
  return [tmpdir(), join(projectRoot, 'test/trees')].map((folder) => realpathSync(folder)).join(delimiter);
}

/** An environment without settings of the machine or of its owner, whose home is a folder of the tests' own. */
export function plainEnvironment(home: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name, value]) => KEPT.test(name) && value !== undefined);
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    OPSCOPE_CACHE: join(home, 'opscope-cache'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: ceilings(),
  };
}
