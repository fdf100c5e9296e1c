/** Whether the condition of an answer can have held in the build that the truth is of. */
import { existsSync, readFileSync } from 'node:fs';
import { parseConfig } from '../../../server/src/kbuild/arches.ts';
import { configOf } from '../modules/modules.ts';

/** What a name in a condition was when a file was compiled; null when that is not known. */
export type Known = (name: string, file: string) => boolean | null;

/** Knows what the build's `.config` and command lines say; nothing, where they were not kept. */
export function knownOf(record: string): Known {
  if (!existsSync(configOf(record))) return () => null;
  const config = parseConfig(readFileSync(configOf(record), 'utf8'));
  const modules = new Set<string>();
  for (const line of readFileSync(record, 'utf8').split('\n')) {
    const file = /"file":"([^"]+)"/.exec(line)?.[1];
    if (file !== undefined && line.includes('"module":true')) modules.add(file);
  }
  return (name, file) => {
    if (name === 'MODULE') return file.endsWith('.c') ? modules.has(file) : null;
    if (!name.startsWith('CONFIG_')) return null;
    const value = config.get(name.slice('CONFIG_'.length)) ?? config.get(name) ?? 'n';
    // `#ifdef` and IS_ENABLED differ about m, and conditions are written one way.
    return value === 'm' ? null : value !== 'n';
  };
}

const TOKEN = /\|\||&&|[!()]|\w+|\S/g;

/** Whether a condition of names, `!`, `&&` and `||` holds; null when that is not known, or when it has anything else in it. */
export function holds(condition: string, known: (name: string) => boolean | null): boolean | null {
  const tokens = condition.match(TOKEN) ?? [];
  let at = 0;
  const next = (token: string): boolean => tokens[at] === token && ++at > 0;
  const either = (): boolean | null => {
    let value = both();
    while (next('||')) {
      const other = both();
      value = value === true || other === true ? true : value === false && other === false ? false : null;
    }
    return value;
  };
  const both = (): boolean | null => {
    let value = one();
    while (next('&&')) {
      const other = one();
      value = value === false || other === false ? false : value === true && other === true ? true : null;
    }
    return value;
  };
  const one = (): boolean | null => {
    if (next('!')) {
      const value = one();
      return value === null ? null : !value;
    }
    if (next('(')) {
      const value = either();
      return next(')') ? value : null;
    }
    const name = tokens[at++] ?? '';
    return /^[A-Za-z_]\w*$/.test(name) ? known(name) : null;
  };
  const value = either();
  return at === tokens.length ? value : null;
}
