/** The settings of a client, with the defaults of the manifest; a value of the wrong type is left out and reported. */
import { DEFAULT_CONTEXT_STRUCTS } from '../features/target.ts';
import { DEFAULT_FOLDERS } from '../index/snapshot.ts';
import type { Settings } from '../protocol/requests.ts';

export const DEFAULT_SETTINGS: Settings = {
  ops: ['vm_uffd_ops'],
  contextStructs: DEFAULT_CONTEXT_STRUCTS,
  folders: DEFAULT_FOLDERS,
  tree: '',
  lens: { fields: true, tables: true, functions: true, ioctls: true },
  inlayHints: { dispatch: true },
};

/** Settings, and what is wrong with those that were given. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly string[];
}

/** Reads settings as a client sent them. */
export function readSettings(given: unknown): ReadSettings {
  const problems: string[] = [];
  const root = asObject(given);
  const names = (key: string, fallback: readonly string[], pattern: RegExp): readonly string[] => {
    const value = root[key];
    if (value === undefined || value === null) return fallback;
    if (Array.isArray(value) && value.every((each) => typeof each === 'string' && pattern.test(each))) return value;
    problems.push(`opscope.${key} must be a list of names; it is ${JSON.stringify(value)}. The default is used.`);
    return fallback;
  };
  const flag = (section: string, key: string, fallback: boolean): boolean => {
    const value = asObject(root[section])[key];
    if (value === undefined || value === null) return fallback;
    if (typeof value === 'boolean') return value;
    problems.push(
      `opscope.${section}.${key} must be true or false; it is ${JSON.stringify(value)}. The default is used.`,
    );
    return fallback;
  };
  const tree = root['tree'];
  if (tree !== undefined && tree !== null && typeof tree !== 'string') problems.push('opscope.tree must be a path.');
  const { lens, inlayHints } = DEFAULT_SETTINGS;
  const settings: Settings = {
    ops: names('ops', DEFAULT_SETTINGS.ops, /^\w+$/).map((each) => each.trim()),
    contextStructs: names('contextStructs', DEFAULT_SETTINGS.contextStructs, /^\w+$/),
    folders: names('folders', DEFAULT_SETTINGS.folders, /^[^/].*$/).map((each) => each.replace(/\/+$/, '')),
    tree: typeof tree === 'string' ? tree : '',
    lens: {
      fields: flag('lens', 'fields', lens.fields),
      tables: flag('lens', 'tables', lens.tables),
      functions: flag('lens', 'functions', lens.functions),
      ioctls: flag('lens', 'ioctls', lens.ioctls),
    },
    inlayHints: { dispatch: flag('inlayHints', 'dispatch', inlayHints.dispatch) },
  };
  return { settings, problems };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
