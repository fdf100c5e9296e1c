/** What VS Code's extension host loads as the tests: runs this folder's suites under mocha. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** What came of the suites: how many tests passed, by suite, and what failed. */
interface Results {
  readonly passed: Record<string, number>;
  readonly failures: { readonly title: string; readonly error: string }[];
}

function listen(runner: Mocha.Runner): Results {
  const results: Results = { passed: {}, failures: [] };
  runner.on('pass', ({ parent }) => {
    const suite = parent?.fullTitle() ?? '';
    results.passed[suite] = (results.passed[suite] ?? 0) + 1;
  });
  runner.on('fail', (test, error: Error) => {
    results.failures.push({ title: test.fullTitle(), error: error.stack ?? String(error) });
  });
  return results;
}

/** Runs every suite, writes what came of them to $OPSCOPE_RESULTS, and rejects when a test failed. */
export async function run(): Promise<void> {
  const grep = process.env['OPSCOPE_GREP'];
  const mocha = new Mocha({
    ui: 'tdd',
    // No measure of how fast anything is: what never comes fails by name.
    timeout: 180_000,
    forbidOnly: true,
    forbidPending: true,
    ...(grep ? { grep } : {}),
  });
  for (const name of readdirSync(import.meta.dirname).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(join(import.meta.dirname, name));
  }
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run((failures) => {
      const path = process.env['OPSCOPE_RESULTS'];
      if (path) writeFileSync(path, JSON.stringify(results));
      resolve(failures);
    });
    const results = listen(runner);
  });
  if (failed > 0) throw new Error(`${failed} of the tests failed`);
}
