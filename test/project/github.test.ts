/** What GitHub reads of this project: workflows, issue forms, updates of dependencies. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { projectRoot } from '../harness/root.ts';
import { lintWorkflow, workflowOf } from '../harness/workflows.ts';

const folder = join(projectRoot, '.github');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

for (const name of readdirSync(join(folder, 'workflows'))) {
  test(`the workflow ${name} is one`, async () => {
    const text = read(`workflows/${name}`);
    assert.ok((await workflowOf(text)).jobs.length > 0);
    assert.deepEqual(await lintWorkflow(text), []);
  });
}

test('a change is tested by .ci/run, on the oldest Node.js that is supported and on the newest that lasts', () => {
  const { engines } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const { jobs } = parse(read('workflows/test.yml'));
  assert.deepEqual(jobs.test.strategy.matrix.node, [engines.node.replace('>=', ''), 'lts/*']);
  const scripts: string[] = jobs.test.steps.map(({ run = '' }) => run);
  assert.ok(scripts.some((script) => script.includes('.ci/run')));
  assert.ok(existsSync(join(projectRoot, '.ci/run')));
});

test('a tag makes a release with both packages, and only a secret publishes anything', () => {
  const release = parse(read('workflows/release.yml'));
  assert.deepEqual(release.on, { push: { tags: ['v*'] } });
  const steps: { run?: string; env?: Record<string, string> }[] = release.jobs.release.steps;
  assert.match(steps.find(({ run }) => run?.startsWith('gh release'))?.run ?? '', /\*\.vsix .*\*\.tgz/);
  const publishing = steps.filter(({ run }) => run?.includes('publish'));
  assert.equal(publishing.length, 1);
  for (const { run, env } of publishing) {
    assert.match(run ?? '', /^if \[ -n "\$VSCE_PAT" \]; then .*; fi$/);
    assert.match(env?.['VSCE_PAT'] ?? '', /secrets\./);
  }
});

interface Field {
  readonly type: string;
  readonly id: string;
  readonly attributes: { readonly label: string; readonly render?: string };
}

describe('issue forms', () => {
  const names = readdirSync(join(folder, 'ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml');

  for (const name of names) {
    test(`${name} asks for the smallest C`, () => {
      const form = parse(read(`ISSUE_TEMPLATE/${name}`)) as Record<string, unknown> & { readonly body: Field[] };
      assert.deepEqual(Object.keys(form), ['name', 'description', 'labels', 'body']);
      for (const { type } of form.body) assert.match(type, /^(?:textarea|input)$/);
      for (const part of ['id', 'label'] as const) {
        const all = form.body.map((field) => (part === 'id' ? field.id : field.attributes.label));
        assert.equal(new Set(all).size, all.length, `each ${part} is there once`);
      }
      assert.ok(form.body.some(({ attributes: { label, render } }) => render === 'c' && /smallest C/.test(label)));
    });
  }

  test('there is no other way', () => {
    assert.ok(names.length >= 3);
    assert.deepEqual(parse(read('ISSUE_TEMPLATE/config.yml')), { blank_issues_enabled: false });
  });
});

test('dependencies are pinned, and VS Code is at least what its types are of', () => {
  const { devDependencies, dependencies, engines } = JSON.parse(
    readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  );
  assert.equal(dependencies, undefined, 'what ships is bundled');
  for (const [name, version] of Object.entries<string>(devDependencies)) assert.match(version, /^\d+\.\d+\.\d+$/, name);
  assert.equal(engines.vscode, `^${devDependencies['@types/vscode']}`);
});

test('dependencies are updated wherever there are some', () => {
  const { version, updates } = parse(read('dependabot.yml'));
  assert.equal(version, 2);
  const [npm, actions] = updates;
  assert.equal(npm['package-ecosystem'], 'npm');
  for (const directory of npm.directories)
    assert.ok(existsSync(join(projectRoot, directory, 'package-lock.json')), directory);
  assert.equal(actions['package-ecosystem'], 'github-actions');
});
