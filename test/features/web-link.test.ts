/** Addresses of lines on the web. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLinkTemplate, LINK_TEMPLATE, webLink } from '../../server/src/features/web-link.ts';

test('a version is called as its tag is', () => {
  const tags: readonly (readonly [string, string])[] = [
    ['7.3.0', '7.3'],
    ['6.12.10', '6.12.10'],
    ['6.1.0-rc3', '6.1-rc3'],
    ['6.1.01', '6.1.01'],
  ];
  for (const [version, tag] of tags) assert.equal(webLink('v{version}', version, '', 1), `v${tag}`);
});

test('paths are written as addresses have them', () => {
  const link = webLink(LINK_TEMPLATE, '7.3.0', 'mm/a b#c.c', 12);
  assert.equal(link, 'https://elixir.bootlin.com/linux/v7.3/source/mm/a%20b%23c.c#L12');
});

test('a template is an address with a path, and names nothing else', () => {
  assert.ok(isLinkTemplate(LINK_TEMPLATE));
  for (const each of ['', '{path}', 'file:///{path}', 'https://x/', 'https://x/{path}/{commit}', 'javascript:{path}'])
    assert.ok(!isLinkTemplate(each), each);
});
