/** The tables of a base of facts, in SQLite's words. Columns may be added, never renamed. */

/** `file` is the number of a file, and a place is null where there is none. */
const PLACE = 'file INTEGER REFERENCES files(id), line INTEGER, "column" INTEGER';
const DEFINED = 'defined_file INTEGER REFERENCES files(id), defined_line INTEGER, defined_column INTEGER';

export const TABLES = `
CREATE TABLE meta(key TEXT NOT NULL, value TEXT);
CREATE TABLE files(id INTEGER PRIMARY KEY, path TEXT NOT NULL);
CREATE TABLE structs(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, ${PLACE});
CREATE TABLE fields(struct_id INTEGER NOT NULL REFERENCES structs(id), name TEXT NOT NULL, kind TEXT NOT NULL, signature TEXT, ${PLACE});
CREATE TABLE tables(id INTEGER PRIMARY KEY, struct_id INTEGER REFERENCES structs(id), name TEXT NOT NULL, path TEXT NOT NULL,
  memory_type TEXT NOT NULL, ${PLACE}, condition TEXT);
CREATE TABLE slots(table_id INTEGER NOT NULL REFERENCES tables(id), field TEXT NOT NULL, function TEXT, value TEXT, ${PLACE}, ${DEFINED},
  condition TEXT);
CREATE TABLE sites(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, struct_id INTEGER REFERENCES structs(id), field TEXT NOT NULL,
  function TEXT NOT NULL, guarded INTEGER NOT NULL, checked_in TEXT, checked_file INTEGER REFERENCES files(id), checked_line INTEGER,
  through TEXT, macro TEXT, ${PLACE}, condition TEXT);
CREATE TABLE targets(site_id INTEGER NOT NULL REFERENCES sites(id), function TEXT NOT NULL, ${DEFINED});
CREATE TABLE calls(caller TEXT NOT NULL, callee TEXT NOT NULL, ${PLACE}, callee_file INTEGER REFERENCES files(id), callee_line INTEGER,
  condition TEXT, callee_column INTEGER);
CREATE TABLE functions(name TEXT NOT NULL, ${PLACE}, start_line INTEGER, start_column INTEGER, end_line INTEGER, end_column INTEGER,
  condition TEXT);
CREATE TABLE modules(file INTEGER PRIMARY KEY REFERENCES files(id), status TEXT NOT NULL, config TEXT, module_on TEXT NOT NULL,
  built_in_on TEXT NOT NULL, why_file INTEGER REFERENCES files(id), why_line INTEGER, included_by INTEGER REFERENCES files(id));
CREATE TABLE findings(id INTEGER PRIMARY KEY, rule TEXT NOT NULL, "group" TEXT, severity TEXT NOT NULL, message TEXT NOT NULL, function TEXT,
  ${PLACE});
CREATE TABLE evidence(finding_id INTEGER NOT NULL REFERENCES findings(id), message TEXT NOT NULL, file INTEGER REFERENCES files(id),
  line INTEGER);
CREATE VIEW unset(table_id, field) AS
  SELECT t.id, f.name FROM tables t
  JOIN structs s ON s.id = t.struct_id AND s.kind = 'struct'
  JOIN fields f ON f.struct_id = s.id AND f.kind = 'hook'
  WHERE NOT EXISTS (SELECT 1 FROM slots o WHERE o.table_id = t.id AND o.field = f.name);
`;

/** Made when all rows are there. */
export const INDICES = `
CREATE UNIQUE INDEX files_path ON files(path);
CREATE INDEX structs_name ON structs(name);
CREATE INDEX fields_struct ON fields(struct_id, name);
CREATE INDEX tables_struct ON tables(struct_id);
CREATE INDEX slots_table ON slots(table_id, field);
CREATE INDEX slots_function ON slots(function);
CREATE INDEX sites_struct ON sites(struct_id, field);
CREATE INDEX targets_site ON targets(site_id);
CREATE INDEX targets_function ON targets(function);
CREATE INDEX calls_callee ON calls(callee);
CREATE INDEX calls_caller ON calls(caller);
CREATE INDEX functions_name ON functions(name);
CREATE INDEX findings_file ON findings(file);
CREATE INDEX evidence_finding ON evidence(finding_id);
`;
