/** The writer of SQLite files: a bundle of its own, which nobody but an export in that form loads. */
import { Database, type Statement } from 'node-sqlite3-wasm';
import { addTo } from './base/add-to.ts';
import type { FactBase, Value } from './features/export/fact-base.ts';

/** So many rows are handed over at once: a call into WebAssembly takes longer than a row. */
const AT_ONCE = 40;

/** The file is nobody else's, and is removed when it is not finished: there is nothing to go back to. */
const ALONE =
  'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY; ' +
  // Rows wait by table, so that what they are about may come after them.
  'PRAGMA foreign_keys = OFF; BEGIN';

/** Rows of one table that wait. */
interface Waiting {
  readonly columns: number;
  readonly many: Statement;
  values: Value[];
}

/** Opens an empty file as a base. */
export function openBase(path: string): FactBase {
  return new SqliteBase(new Database(path));
}

class SqliteBase implements FactBase {
  readonly #database: Database;
  readonly #waiting = new Map<string, Waiting>();

  constructor(database: Database) {
    this.#database = database;
    database.exec(ALONE);
  }

  run(sql: string): void {
    this.#flush();
    this.#database.exec(sql);
  }

  insert(table: string, values: readonly Value[]): void {
    const waiting = this.#waiting.get(table) ?? this.#prepared(table, values.length);
    addTo(waiting.values, values);
    if (waiting.values.length < waiting.columns * AT_ONCE) return;
    waiting.many.run(waiting.values);
    waiting.values = [];
  }

  #prepared(table: string, columns: number): Waiting {
    const many = this.#database.prepare(insertion(table, columns, AT_ONCE));
    const waiting: Waiting = { columns, many, values: [] };
    this.#waiting.set(table, waiting);
    return waiting;
  }

  #flush(): void {
    for (const [table, { columns, many, values }] of this.#waiting) {
      many.finalize();
      if (values.length > 0) this.#database.run(insertion(table, columns, values.length / columns), values);
    }
    this.#waiting.clear();
  }

  close(): void {
    this.run('COMMIT');
    this.#database.close();
  }
}

function insertion(table: string, columns: number, rows: number): string {
  const row = `(${new Array(columns).fill('?').join()})`;
  return `INSERT INTO ${table} VALUES ${new Array(rows).fill(row).join()}`;
}
