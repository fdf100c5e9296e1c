/** What VS Code's extension host loads as the tests: runs this folder's suites under mocha. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** Runs every suite, writes the counts to $OPSCOPE_RESULTS, and rejects when a test failed. */
export async function run(): Promise<void> {
  const grep = process.env['OPSCOPE_GREP'];
  const mocha = new Mocha({
    ui: 'tdd',
    color: true,
    timeout: 60_000,
    forbidOnly: true,
    forbidPending: true,
    ...(grep ? { grep } : {}),
  });
  for (const name of readdirSync(import.meta.dirname).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(join(import.meta.dirname, name));
  }
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run((failures) => {
      const results = process.env['OPSCOPE_RESULTS'];
      const passed = runner.stats?.passes ?? 0;
      if (results) writeFileSync(results, JSON.stringify({ passed, failed: failures }));
      resolve(failures);
    });
  });
  if (failed > 0) throw new Error(`${failed} of the tests failed`);
}
