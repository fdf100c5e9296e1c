/** `opscope check --format sarif`, by the standard's schema, by Microsoft's validator, and as code scanning reads it. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { EVERY_RULE } from '../../server/src/features/findings/check.ts';
import { publicAddress } from '../../server/src/host/git/provenance.ts';
import { git } from '../harness/git.ts';
import { inside } from '../harness/inside.ts';
import { projectRoot } from '../harness/root.ts';
import { hasValidator } from '../harness/sarif-validator.ts';
import { sampleCopy, sampleTree, scratch } from '../protocol/sample.ts';
import { checkSarif, remarksOn } from './sarif-multitool.ts';

const driver = 'drivers/misc/glimpse/glimpse.c';
const gmem = 'virt/kvm/guest_memfd.c';

interface Place {
  readonly message: { readonly text: string };
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number };
  };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: readonly Place[];
  readonly relatedLocations: readonly Place[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions: readonly object[];
  readonly codeFlows?: readonly { readonly threadFlows: readonly { readonly locations: { location: Place }[] }[] }[];
}

interface Descriptor {
  readonly id: string;
  readonly helpUri?: string;
  readonly defaultConfiguration: object;
  readonly help: { readonly markdown: string };
  readonly fullDescription: { readonly text: string };
}

interface Run {
  readonly tool: {
    readonly driver: {
      readonly semanticVersion: string;
      readonly informationUri?: string;
      readonly rules: readonly Descriptor[];
    };
  };
  readonly versionControlProvenance?: readonly Readonly<Record<string, unknown>>[];
  readonly results: readonly Result[];
}

interface Log {
  readonly version: string;
  readonly runs: readonly [Run];
}

async function logOf(root: string, ...args: string[]): Promise<Log> {
  const { out, err } = await inside(['check', ...args, '--tree', root, '--format', 'sarif']);
  assert.equal(err, '');
  const log = JSON.parse(out) as Log;
  checkSarif(log);
  return log;
}

const replaceIn = (root: string, path: string, change: (text: string) => string): void => {
  const text = readFileSync(join(root, path), 'utf8');
  assert.notEqual(change(text), text);
  writeFileSync(join(root, path), change(text));
};

/** A tree whose findings have everything that a log can say: ways, suppressions, awkward paths, a repository. */
function richTree(t: TestContext): string {
  const root = sampleCopy(t);
  const comment = '/* opscope-ignore pgtable-in-module: its own "mapping" */\n';
  replaceIn(root, driver, (text) => text.replace('static int glimpse_map_one', `${comment}static int glimpse_map_one`));
  appendFileSync(join(root, 'drivers/misc/glimpse/Makefile'), 'obj-$(CONFIG_GLIMPSE) += a%20b.o\n');
  writeFileSync(join(root, 'drivers/misc/glimpse/a%20b.c'), 'int odd(pte_t *pte) { return 0; }\r\n');
  replaceIn(root, gmem, (text) =>
    text.replace(
      /(static \w[^;{]*kvm_gmem_folio_alloc\([^{]*\{\n)/,
      'static int gmem_touch(void *at) { return pte_none(*(pte_t *)at); }\n$1\tgmem_touch(0);\n',
    ),
  );
  git(root, 'init', '--quiet', '--initial-branch=topic');
  git(root, 'remote', 'add', 'origin', 'https://me:secret@git.example.org/linux.git');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'base');
  return root;
}

/** What the validator may say, and why it stays. */
const ACCEPTED: Readonly<Record<string, string>> = {
  SARIF2002: 'GitHub asks for message.text, and shows nothing else',
  SARIF2005: 'the project has no address yet, and none is made up',
  SARIF2006: 'nothing is fetched in tests, and the schema is on the web',
  SARIF2009: "a rule's name says more than a number, and is what a suppression names",
  SARIF2012: 'neither do the pages of the rules have one; what they say is in the log',
};

describe('a SARIF log', () => {
  test('is what the standard says, and has the places of findings', async () => {
    const log = await logOf(sampleTree, 'drivers');
    assert.equal(log.version, '2.1.0');
    const [run] = log.runs;
    assert.equal(run.results.length, 4);
    assert.deepEqual(
      run.tool.driver.rules.map(({ id }) => id),
      EVERY_RULE.map(({ id }) => id),
    );
    const [first] = run.results;
    assert.equal(run.tool.driver.rules[first?.ruleIndex ?? -1]?.id, first?.ruleId);
    assert.equal(first?.level, 'warning');
    assert.deepEqual(first?.locations[0]?.physicalLocation, {
      artifactLocation: { uri: driver, uriBaseId: 'SRCROOT' },
      region: { startLine: 17, startColumn: 28, endLine: 17, endColumn: 33, snippet: { text: 'pte_t' } },
      contextRegion: {
        startLine: 14,
        endLine: 20,
        snippet: { text: readFileSync(join(sampleTree, driver), 'utf8').split('\n').slice(13, 20).join('\n') },
      },
    });
  });

  test('is checked by a schema that finds mistakes', () => {
    const run = (result: object) => ({
      tool: { driver: { name: 'x' } },
      results: [{ message: { text: '' }, ...result }],
    });
    const log = (result: object) => ({ version: '2.1.0', runs: [run(result)] });
    assert.doesNotThrow(() => checkSarif(log({})));
    assert.throws(() => checkSarif({ version: '2.1.0', runs: [{ tool: { driver: {} } }] }), /name/);
    assert.throws(() => checkSarif(log({ levels: 'note' })), /additional properties/);
    assert.throws(() => checkSarif(log({ partialFingerprints: 1 })), /object/);
    const region = { startLine: 0 };
    assert.throws(
      () => checkSarif(log({ locations: [{ physicalLocation: { artifactLocation: { uri: 'a' }, region } }] })),
      /startLine/,
    );
  });

  test('has suppressed findings and awkward paths', async (t) => {
    const { results } = (await logOf(richTree(t), '.')).runs[0];
    assert.equal(results.filter(({ suppressions }) => suppressions.length > 0).length, 3);
    const uris = results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);
    assert.ok(uris.includes('drivers/misc/glimpse/a%2520b.c'));
  });

  test('shows the way from a hook to a page table', async (t) => {
    const { results } = (await logOf(richTree(t), '.')).runs[0];
    const hook = results.find(
      ({ ruleId, locations }) =>
        ruleId === 'pgtable-in-hook' && locations[0]?.physicalLocation.artifactLocation.uri === gmem,
    );
    const [flow] = hook?.codeFlows?.[0]?.threadFlows ?? [];
    assert.deepEqual(
      flow?.locations.map(({ location }) => location.message.text),
      ['kvm_gmem_folio_alloc(): gmem_touch()', 'gmem_touch(): pte_none'],
    );
    const related = hook?.relatedLocations.map(({ message }) => message.text) ?? [];
    assert.ok(
      related.some((each) => /can make it part of a module/.test(each)),
      related.join('\n'),
    );
  });

  test('describes every rule by its page', async () => {
    const { driver: tool } = (await logOf(sampleTree, 'fs')).runs[0].tool;
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    assert.deepEqual([tool.semanticVersion, tool.informationUri], [version, undefined]);
    for (const { id, severity } of EVERY_RULE) {
      const rule = tool.rules.find((each) => each.id === id) ?? assert.fail(id);
      assert.equal(rule.helpUri, undefined, 'no address is made up');
      assert.deepEqual(rule.defaultConfiguration, { level: severity === 'info' ? 'note' : severity });
      assert.match(rule.help.markdown, /^## What to do instead$/m);
      assert.doesNotMatch(rule.help.markdown, /\]\((?!https:)/, `${id}: a link that leads nowhere`);
      const { length } = rule.fullDescription.text;
      // GitHub cuts longer ones.
      assert.ok(length > 40 && length <= 1024, `${id}: ${length}`);
    }
  });

  test('knows a finding again when lines move', async (t) => {
    const root = richTree(t);
    const prints = async (): Promise<string[]> =>
      (await logOf(root, '.')).runs[0].results.map((each) => JSON.stringify(each.partialFingerprints)).sort();
    const before = await prints();
    assert.equal(new Set(before).size, before.length);
    replaceIn(root, driver, (text) => `/* One. */\n\n${text}`);
    replaceIn(root, 'mm/userfaultfd.c', (text) => `\n\n${text}`);
    assert.deepEqual(await prints(), before);
  });

  test('says which commit it is about, without the password of its origin', async (t) => {
    const root = richTree(t);
    const commit = git(root, 'rev-parse', 'HEAD').trim();
    const provenance = async () => (await logOf(root, 'fs')).runs[0].versionControlProvenance;
    const repositoryUri = 'https://git.example.org/linux.git';
    const mappedTo = { uriBaseId: 'SRCROOT' };
    assert.deepEqual(await provenance(), [{ repositoryUri, revisionId: commit, branch: 'topic', mappedTo }]);
    git(root, 'checkout', '--quiet', '--detach');
    assert.deepEqual(await provenance(), [{ repositoryUri, revisionId: commit, mappedTo }]);
    git(root, 'remote', 'remove', 'origin');
    assert.equal(await provenance(), undefined);
  });

  test('names a remote by its public address', () => {
    const cases: readonly (readonly [string, string | null])[] = [
      ['https://me:secret@host/a.git', 'https://host/a.git'],
      ['git@host:group/a.git', 'ssh://host/group/a.git'],
      ['git://host/a', 'git://host/a'],
      ['/srv/git/a.git', null],
      ['file:///srv/git/a.git', null],
      ['C:\\a', null],
      ['', null],
    ];
    for (const [remote, expected] of cases) assert.equal(publicAddress(remote), expected, remote);
  });
});

if (hasValidator) {
  test('the validator has nothing to say of a SARIF log but what is accepted', async (t) => {
    const remarks = remarksOn(await logOf(richTree(t), '.'), scratch(t));
    assert.deepEqual(
      remarks.filter(({ rule }) => !Object.hasOwn(ACCEPTED, rule)),
      [],
    );
    assert.ok(remarks.length > 0);
  });

  test('the validator finds mistakes', async (t) => {
    const log = {
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'x' } }, results: [{ message: { text: 'No' } }] }],
    };
    const rules = new Set(remarksOn(log, scratch(t)).map(({ rule }) => rule));
    assert.ok(rules.has('SARIF2005') && rules.has('GH2012'), [...rules].join());
  });
} else {
  console.log(`There is no SARIF validator for ${process.platform} on ${process.arch}: only the schema is tested.`);
}
