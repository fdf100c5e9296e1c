/**
 * npm test [-- STAGE...]
 *
 * Installs and builds, then runs the stages (stages.mjs) in order, all of them by default. The last line is the sum:
 * `N passed, N failed`. A skipped test counts as failed.
 *
 * The kernel stages need Linux trees: the folders that OPSCOPE_KERNEL names, separated by colons. Without any they are left
 * out, except on CI, where that is a failure.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStage, stagesOn } from './stages.mjs';
import { artifacts } from './steps.mjs';

/** The Linux trees to test on, newest first. */
function kernelTrees(wanted) {
  const trees = (process.env.OPSCOPE_KERNEL ?? '').split(':').filter(Boolean);
  const needed = wanted.length === 0 || wanted.some((stage) => stage.includes('kernel'));
  if (trees.length === 0 && needed) {
    if (process.env.CI) throw new Error('no kernel trees: set OPSCOPE_KERNEL');
    console.log('OPSCOPE_KERNEL names no kernel trees: the stages on real kernels are left out.');
  }
  return trees.sort((a, b) => versionOf(b).localeCompare(versionOf(a), 'en', { numeric: true }));
}

/** "7.3.4", by a tree's Makefile. */
function versionOf(tree) {
  const makefile = readFileSync(join(tree, 'Makefile'), 'utf8');
  return ['VERSION', 'PATCHLEVEL', 'SUBLEVEL']
    .map((part) => new RegExp(`^${part} *= *(\\d+)`, 'm').exec(makefile)?.[1] ?? '0')
    .join('.');
}

function tell({ name, seconds, passed, failed }) {
  const time = seconds.toFixed(1).padStart(6);
  console.log(`${name.padEnd(14)} ${time} s ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed`);
}

async function test(wanted) {
  mkdirSync(artifacts, { recursive: true });
  const { build, ...all } = stagesOn(kernelTrees(wanted));
  const unknown = wanted.find((name) => !(name in all));
  if (unknown !== undefined) throw new Error(`no stage ${unknown}; there are ${Object.keys(all).join(', ')}`);
  const results = [await runStage('build', build)];
  for (const name of results[0].failed > 0 ? [] : wanted.length > 0 ? wanted : Object.keys(all))
    results.push(await runStage(name, all[name]));
  console.log();
  for (const result of results) tell(result);
  const sum = (what) => results.reduce((total, result) => total + result[what], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed');
}

test(process.argv.slice(2)).then(
  (failed) => process.exit(failed === 0 ? 0 : 1),
  (error) => {
    console.error(error.message);
    console.log('\n0 passed, 1 failed');
    process.exit(1);
  },
);
