/** The settings of a client, with the defaults of the manifest; a value of the wrong type is left out and reported. */
import { normalPath } from '../base/paths.ts';
import { SEVERITY_KEYS } from '../features/findings/level.ts';
import { AUTO } from '../features/ops-names.ts';
import { DEFAULT_CONTEXT_STRUCTS } from '../features/query.ts';
import { isLinkTemplate, LINK_TEMPLATE } from '../features/web-link.ts';
import type { CheckSettings, FindingLevel } from '../model/findings.ts';
import type { SettingProblem, Settings } from '../protocol/requests.ts';

export const DEFAULT_SETTINGS: Settings = {
  ops: ['vm_uffd_ops'],
  contextStructs: DEFAULT_CONTEXT_STRUCTS,
  folders: [],
  tree: '',
  lens: { fields: true, tables: true, functions: true, ioctls: true, patches: true },
  inlayHints: { dispatch: true },
  check: { enable: true, severity: {}, exclude: [], scope: 'changed', base: '', patches: true },
  config: '',
  link: LINK_TEMPLATE,
};

/** How findings can be shown, as settings spell it. */
export const LEVELS: readonly FindingLevel[] = ['off', 'hint', 'information', 'warning', 'error'];

/** Settings, and what is wrong with those that were given. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly SettingProblem[];
}

/** Reads settings as a client sent them. */
export function readSettings(given: unknown): ReadSettings {
  const read = new Reader(given);
  const { lens, inlayHints, ops, contextStructs, folders } = DEFAULT_SETTINGS;
  const settings: Settings = {
    ops: read.value('ops') === AUTO ? [AUTO] : read.names('ops', ops, /^[\w*?]+$/),
    contextStructs: read.names('contextStructs', contextStructs, /^\w+$/),
    folders: read.folders('folders', folders),
    tree: read.text('tree', 'a path'),
    lens: {
      fields: read.flag('lens.fields', lens.fields),
      tables: read.flag('lens.tables', lens.tables),
      functions: read.flag('lens.functions', lens.functions),
      ioctls: read.flag('lens.ioctls', lens.ioctls),
      patches: read.flag('lens.patches', lens.patches),
    },
    inlayHints: { dispatch: read.flag('inlayHints.dispatch', inlayHints.dispatch) },
    check: readCheck(read),
    config: read.text('config', 'a path'),
    link: read.template('link', LINK_TEMPLATE),
  };
  return { settings, problems: read.problems };
}

function readCheck(read: Reader): CheckSettings {
  const { check } = DEFAULT_SETTINGS;
  return {
    enable: read.flag('check.enable', check.enable),
    severity: readSeverity(read),
    exclude: read.names('check.exclude', check.exclude, /^[^/].*$/),
    scope: read.oneOf('check.scope', check.scope, ['changed', 'all']),
    base: read.text('check.base', 'a revision'),
    patches: read.flag('check.patches', check.patches),
  };
}

/** The severities that are right; each that is not is reported and has no effect. */
function readSeverity(read: Reader): CheckSettings['severity'] {
  const setting = 'check.severity';
  const value = read.value(setting);
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    read.report(setting, `must be an object of rules; it is ${JSON.stringify(value)}. The default is used.`);
    return {};
  }
  const levels: Record<string, FindingLevel> = {};
  for (const [key, wanted] of Object.entries(value)) {
    const level = LEVELS.find((each) => each === wanted);
    if (!SEVERITY_KEYS.includes(key)) {
      read.report(setting, `names no known rule or group: ${key}. They are ${SEVERITY_KEYS.join(', ')}.`);
    } else if (level === undefined) {
      read.report(setting, `has ${JSON.stringify(wanted)} for ${key}; there are ${LEVELS.join(', ')}.`);
    } else levels[key] = level;
  }
  return levels;
}

/** Looks at values one by one, and notes what is wrong with them. */
class Reader {
  readonly problems: SettingProblem[] = [];
  readonly #root: unknown;

  constructor(given: unknown) {
    this.#root = given;
  }

  /** The value of a setting by its name without the prefix: `lens.fields`. */
  value(name: string): unknown {
    let at: unknown = this.#root;
    for (const key of name.split('.')) at = asObject(at)[key];
    return at;
  }

  report(name: string, what: string): void {
    const setting = `opscope.${name}`;
    this.problems.push({ setting, message: `${setting} ${what}` });
  }

  names(name: string, fallback: readonly string[], pattern: RegExp): readonly string[] {
    return this.#read(name, fallback, 'a list of names', (value) =>
      Array.isArray(value) && value.every((each): each is string => typeof each === 'string' && pattern.test(each))
        ? value
        : null,
    );
  }

  /** Folders as the tree names them; none where its root is among them, which is all of it. */
  folders(name: string, fallback: readonly string[]): readonly string[] {
    return this.#read(name, fallback, 'a list of names of folders in the tree', (value) => {
      if (!Array.isArray(value)) return null;
      const names = value.map((each) => (typeof each === 'string' && each !== '' ? normalPath(each) : null));
      const found = names.filter((each) => each !== null);
      return found.length < names.length ? null : found.includes('') ? [] : found;
    });
  }

  flag(name: string, fallback: boolean): boolean {
    return this.#read(name, fallback, 'true or false', (value) => (typeof value === 'boolean' ? value : null));
  }

  text(name: string, what: string): string {
    return this.#read(name, '', what, (value) => (typeof value === 'string' ? value : null));
  }

  template(name: string, fallback: string): string {
    const what = 'an address with {path}, and {version} and {line} where they are wanted';
    return this.#read(name, fallback, what, (value) =>
      typeof value === 'string' && isLinkTemplate(value) ? value : null,
    );
  }

  oneOf<T extends string>(name: string, fallback: T, values: readonly T[]): T {
    return this.#read(name, fallback, values.join(' or '), (value) => values.find((each) => each === value) ?? null);
  }

  #read<T>(name: string, fallback: T, what: string, accept: (value: unknown) => T | null): T {
    const value = this.value(name);
    if (value === undefined || value === null) return fallback;
    const accepted = accept(value);
    if (accepted !== null) return accepted;
    this.report(name, `must be ${what}; it is ${JSON.stringify(value)}. The default is used.`);
    return fallback;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
