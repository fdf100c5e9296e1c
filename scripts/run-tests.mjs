/**
 * node run-tests.mjs RESULTS LONGEST AT-ONCE FILE...
 *
 * Runs test files under node's runner, each in a process of its own, AT-ONCE of them beside each other, and prints the
 * report (report.mjs). The counts go to RESULTS as JSON. A file that takes longer than LONGEST, in ms, fails, and the others
 * are still run.
 *
 * It ends by itself as soon as the counts are written. Node's own `--test` ends when nothing holds it any more, and a
 * process that some test left behind does: it has the pipe that it was started with.
 */
import { writeFileSync } from 'node:fs';
import { run } from 'node:test';
import report from './report.mjs';

const [results, longest, atOnce, ...files] = process.argv.slice(2);
const options = { files, concurrency: Number(atOnce), timeout: Number(longest) };
const counted = { passed: 0, failed: 0 };

/** The events as they come, counted. What is skipped or to do has failed; a suite fails with its tests, and is none. */
async function* counting(events) {
  for await (const event of events) {
    const { type, data } = event;
    const ended = type === 'test:pass' || type === 'test:fail';
    const left = ended && (data.skip !== undefined || data.todo !== undefined);
    if (left || type === 'test:fail') counted.failed += data.details.error?.failureType === 'subtestsFailed' ? 0 : 1;
    else if (ended && data.details.type !== 'suite') counted.passed += 1;
    yield event;
  }
}

for await (const text of report(counting(run(options)))) process.stdout.write(text);
writeFileSync(results, JSON.stringify(counted));
process.exit();
