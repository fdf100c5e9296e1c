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

interface Job {
  readonly needs?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
}

describe('a release', () => {
  const release = parse(read('workflows/release.yml'));
  const jobs: Readonly<Record<string, Job>> = release.jobs;
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test('is made by a tag alone, of packages that were made once and compared', () => {
    assert.deepEqual(release.on, { push: { tags: ['v*'] } });
    for (const [name, { needs }] of Object.entries(jobs))
      assert.equal(needs, name === 'pack' ? undefined : 'pack', name);
    const made = steps.filter(({ run }) => run?.includes('npm run package'));
    assert.ok(made.some(({ run }) => run?.includes('sha256sum --check')));
    assert.match(steps.find(({ run }) => run?.startsWith('gh release'))?.run ?? '', /\*\.vsix .*\*\.tgz/);
  });

  test('is published only where there is a secret for it, which nothing else sees', () => {
    const publishing = steps.filter(({ run }) => run?.includes('publish '));
    const secrets = publishing.map(({ run, env }) => {
      const [, variable = ''] = /^if \[ -n "\$(\w+)" \]; then [^;]*; fi$/.exec(run ?? '') ?? assert.fail(run);
      assert.deepEqual(Object.keys(env ?? {}), [variable]);
      return /^\$\{\{ secrets\.(\w+) \}\}$/.exec(env?.[variable] ?? '')?.[1];
    });
    assert.deepEqual(secrets, ['NPM_TOKEN', 'VSCE_PAT', 'OVSX_PAT']);
    assert.equal(read('workflows/release.yml').split('secrets.').length - 1, publishing.length);
    assert.match(publishing[0]?.run ?? '', /--provenance/);
    for (const { run = '' } of publishing.slice(1)) assert.match(run, /npx --yes [@\w/]+@\d+\.\d+\.\d+ /);
  });

  test('may do what it has to, job by job', () => {
    assert.deepEqual(release.permissions, {});
    const more = Object.entries(jobs).map(([name, { permissions }]) => [
      name,
      Object.entries(permissions).flatMap(([what, how]) => (how === 'write' ? [what] : [])),
    ]);
    assert.deepEqual(Object.fromEntries(more), {
      ...{ pack: [], release: ['contents'], npm: ['id-token'], marketplace: [], 'open-vsx': [] },
    });
  });
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
