/** Settings of git, written as git reads them. */
import type { Setting } from './repository.ts';

/** The text of a config file for a repository with objects of a format; letters are bytes. */
export function configText(objectFormat: string, settings: readonly Setting[]): string {
  const isPlain = objectFormat === 'sha1' && settings.every(([name]) => name !== 'extensions.refstorage');
  const own: readonly Setting[] = [
    ['core.repositoryformatversion', isPlain ? '0' : '1'],
    ['core.bare', 'false'],
    ...(objectFormat === 'sha1' ? [] : [['extensions.objectformat', objectFormat] as const]),
  ];
  return [...own, ...settings].map(entry).join('');
}

/** `section.key` or `section.any thing.key`. */
function entry([name, value]: Setting): string {
  const first = name.indexOf('.');
  const last = name.lastIndexOf('.');
  const inner = first === last ? '' : ` "${name.slice(first + 1, last).replace(/["\\]/g, '\\$&')}"`;
  return `[${name.slice(0, first)}${inner}]\n\t${name.slice(last + 1)} = "${escaped(value)}"\n`;
}

function escaped(value: string): string {
  return value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\b', '\\b');
}
