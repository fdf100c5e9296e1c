/** A list of names of the tree that is searched as somebody types: there are too many to send them all. */
import { CancellationTokenSource, type Disposable, type QuickInputButton, type QuickPickItem, window } from 'vscode';
import { label } from '../../server/src/base/visible.ts';
import type { NamesParams, TreeInfo, TreeName } from '../../server/src/protocol/requests.ts';
import type { Server } from './client.ts';

/** A row of the list. */
export interface Row<Value> extends QuickPickItem {
  readonly value: Value | null;
}

/** What the list is of. */
export interface NameList<Value> {
  readonly title: string;
  readonly placeholder: string;
  readonly kind: NamesParams['kind'];
  /** Rows that are there before anything was found, and beside what was. */
  readonly own: (written: string) => Promise<readonly Row<Value>[]>;
  readonly row: (name: TreeName, tree: TreeInfo) => Row<Value> | null;
  /** A button of a row was pressed; the list stays. */
  readonly pressed?: (value: Value, button: QuickInputButton) => Promise<void>;
}

/** Asks for one; undefined where nobody answers. */
export async function pickName<Value>(server: Server, list: NameList<Value>): Promise<Value | undefined> {
  const pick = window.createQuickPick<Row<Value>>();
  const { title, placeholder } = list;
  Object.assign(pick, { title, placeholder, matchOnDescription: true, matchOnDetail: true });
  const search = new Search(server, list, pick);
  try {
    return await new Promise<Value | undefined>((resolve) => {
      pick.onDidChangeValue(() => void search.run());
      pick.onDidTriggerItemButton(async ({ item, button }) => {
        if (item.value !== null) await list.pressed?.(item.value, button);
        await search.run();
      });
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        if (!chosen || chosen.value === null) return;
        resolve(chosen.value);
        pick.hide();
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      void search.run();
    });
  } finally {
    search.dispose();
    pick.dispose();
  }
}

/**
 * What was written last is searched for; what was before is not waited for. The rows that were found last stay until there are
 * others: one that goes for a moment is missed by the click that was meant for it.
 */
class Search<Value> implements Disposable {
  readonly #server: Server;
  readonly #list: NameList<Value>;
  readonly #pick: ReturnType<typeof window.createQuickPick<Row<Value>>>;
  #source: CancellationTokenSource | null = null;
  #found: readonly Row<Value>[] = [];

  constructor(server: Server, list: NameList<Value>, pick: ReturnType<typeof window.createQuickPick<Row<Value>>>) {
    this.#server = server;
    this.#list = list;
    this.#pick = pick;
  }

  async run(): Promise<void> {
    this.dispose();
    const source = new CancellationTokenSource();
    this.#source = source;
    const written = this.#pick.value.trim();
    this.#pick.busy = true;
    const own = await this.#list.own(written);
    if (this.#source !== source) return;
    this.#show(own);
    const found = await this.#ask(written, source);
    if (this.#source !== source) return;
    this.#found = found;
    if (own.length + found.length > 0) this.#show(own);
    else this.#pick.items = [nothing(written)];
    this.#pick.busy = false;
  }

  /** Shows the list's own rows, and of those that were found what it has not. */
  #show(own: readonly Row<Value>[]): void {
    const textOf = (row: Row<Value>): string => `${row.label} ${row.description}`;
    const shown = new Set(own.map(textOf));
    const items = [...own, ...this.#found.filter((row) => !shown.has(textOf(row)))];
    if (items.length > 0) this.#pick.items = items;
  }

  async #ask(written: string, { token }: CancellationTokenSource): Promise<readonly Row<Value>[]> {
    try {
      const { tree, names, more } = await this.#server.names({ kind: this.#list.kind, query: written }, token);
      const wanted = this.#list.kind === 'struct' ? names.filter(isFirst) : names;
      const rows = tree ? wanted.flatMap((name) => this.#list.row(name, tree) ?? []) : [];
      return more > 0 ? [...rows, remark(`${more.toLocaleString('en')} more: type to narrow them`)] : rows;
    } catch {
      // Cancelled, or the server is gone, which the status says.
      return [];
    }
  }

  dispose(): void {
    this.#source?.cancel();
    this.#source?.dispose();
    this.#source = null;
  }
}

/** Structs are chosen by name: of those that share one the first stands for all. */
function isFirst({ name }: TreeName, i: number, names: readonly TreeName[]): boolean {
  return names.findIndex((each) => each.name === name) === i;
}

/** A row that says something and cannot be taken. */
function remark(text: string): Row<never> {
  return { label: '', description: label(text), alwaysShow: true, value: null };
}

function nothing(written: string): Row<never> {
  return remark(written === '' ? 'There is none in this tree.' : `Nothing in this tree is called ${written}.`);
}
