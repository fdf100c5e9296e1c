/** What a session is about: its settings, the trees that its files are in, and which of them is the workspace's. */
import { AUTO, hasPatterns, opsNames } from '../features/ops-names.ts';
import { definedOps } from '../features/query.ts';
import type { SettingProblem, Settings } from '../protocol/requests.ts';
import type { LspHost } from './host.ts';
import type { Reading } from './reading.ts';
import { DEFAULT_SETTINGS, readSettings } from './settings.ts';
import type { Tree } from './tree.ts';
import { type OpenTexts, Trees } from './trees.ts';

export class Workspace {
  readonly #host: LspHost;
  readonly #reading: Reading;
  readonly #openTexts: OpenTexts;
  #settings: Settings = readSettings({}).settings;
  #problems: readonly SettingProblem[] = [];
  #folder: string | null = null;
  #cache: string | null = null;
  #trees: Trees | null = null;
  #main: Tree | null = null;

  constructor(host: LspHost, reading: Reading, openTexts: OpenTexts) {
    this.#host = host;
    this.#reading = reading;
    this.#openTexts = openTexts;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Null until the session is open. */
  get trees(): Trees | null {
    return this.#trees;
  }

  /** The tree of the workspace; null when it is in none. */
  get main(): Tree | null {
    return this.#main;
  }

  /**
   * The ops structs that the setting names, those that its patterns match in a tree included. Where it has `auto` alone, which is all
   * of them, views begin with the usual ones that the tree defines.
   */
  ops(tree: Tree | null): readonly string[] {
    const { ops } = this.#settings;
    if (!tree || !hasPatterns(ops)) return ops;
    const resolver = tree.resolver();
    const named = opsNames(resolver, ops);
    if (named.length > 0 || !ops.includes(AUTO)) return named;
    return definedOps(resolver, DEFAULT_SETTINGS.ops).map(({ name }) => name);
  }

  /** Takes settings over; a broken one is noted, and its default holds. */
  take(given: unknown): void {
    const { settings, problems } = readSettings(given);
    this.#settings = settings;
    this.#problems = problems;
  }

  /** Opens the trees of a session in a folder, named by its URI. What is kept of them is in a cache folder; null for the usual one. */
  async open(folder: string | null, cache: string | null): Promise<void> {
    this.#cache = cache;
    this.#reading.reset(this.#settings.folders, cache);
    this.#folder = folder ? this.#host.toPath(folder) : null;
    const [lowerer] = await Promise.all([this.#host.loadLowerer(), this.#readMain()]);
    const follow = (tree: Tree): void => this.#reading.follow(tree);
    this.#trees = new Trees(this.#host, lowerer, this.#settings.folders, this.#openTexts, follow);
    this.#findMain();
    await this.#reading.settled();
  }

  /** Starts over what differs from the settings before. */
  async change(before: Settings): Promise<void> {
    const { folders, tree } = this.#settings;
    const isElsewhere = folders.join() !== before.folders.join();
    if (isElsewhere) this.#reading.reset(folders, this.#cache);
    if (isElsewhere || tree !== before.tree) await this.#readMain();
    if (isElsewhere) this.#trees?.reset(folders);
    if (tree !== before.tree) this.#findMain();
    await this.#reading.settled();
  }

  /** Goes on with the tree of a file that was opened, where the workspace is in none; answers whether it does. */
  adopt(tree: Tree): boolean {
    if (this.#main) return false;
    this.#main = tree;
    return true;
  }

  /** What is wrong with the settings: values of the wrong form, and those that name what is not there. */
  problems(baseProblem: string | null): readonly SettingProblem[] {
    const { config, check, folders } = this.#settings;
    const root = this.#main?.info.root;
    const isMissing = config !== '' && root !== undefined && !this.#host.isFile(root, config);
    const outside = root === undefined ? [] : folders.filter((each) => this.#host.leadsOut(root, each));
    const base = check.base === '' ? null : baseProblem;
    return [
      ...this.#problems,
      ...(isMissing ? [problem('opscope.config', `is no file: ${config}. It is not used.`)] : []),
      ...outside.map((each) => problem('opscope.folders', `leads out of the tree: ${each}. It is not read.`)),
      ...(base === null
        ? []
        : [problem('opscope.check.base', `is ${check.base}: ${base}. Every line counts as changed.`)]),
    ];
  }

  /** The root of the tree that the workspace or a setting names; null when it is in none. */
  #mainRoot(): string | null {
    const named = this.#settings.tree;
    const path = named || this.#folder;
    return path === null ? null : named && this.#host.isTree(named) ? named : this.#host.findTree(path);
  }

  #findMain(): void {
    const root = this.#mainRoot();
    this.#main = root === null ? null : (this.#trees?.at(root) ?? null);
  }

  async #readMain(): Promise<void> {
    const root = this.#mainRoot();
    if (root !== null) await this.#reading.first(root);
  }
}

function problem(setting: string, what: string): SettingProblem {
  return { setting, message: `${setting} ${what}` };
}
