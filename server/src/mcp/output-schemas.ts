/** The shapes of the tools' answers, by docs/schema.json: each with the definitions that it needs, and no others. */
import answers from '../../../docs/schema.json' with { type: 'json' };

const DEFINITIONS: Readonly<Record<string, Definition | undefined>> = answers.$defs;

interface Definition {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

const REFERENCE = /"#\/\$defs\/(\w+)"/g;

/** A JSON Schema of an object. */
export interface OutputSchema {
  readonly [keyword: string]: unknown;
  readonly type: 'object';
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

/** The shape of an answer of a kind, which comes in parts. */
export function shapeOf(kind: string): OutputSchema {
  const found = DEFINITIONS[kind];
  return withDefinitions({
    ...(found ?? {}),
    type: 'object',
    properties: { ...found?.properties, page: PAGE },
    required: [...(found?.required ?? []), 'page'],
  });
}

/** The shape of one of several kinds of answers. */
export function shapeOfOne(kinds: readonly string[]): OutputSchema {
  const anyOf = kinds.map((kind) => ({ $ref: `#/$defs/${kind}` }));
  return withDefinitions({ type: 'object', properties: { page: PAGE }, required: ['page'], anyOf });
}

/** The shape of an answer with rows of a kind. */
export function rowsOf(kind: string): OutputSchema {
  const rows = { type: 'array', items: { $ref: `#/$defs/${kind}` } };
  const own = { schema: reference('schema'), tree: reference('tree'), rows, page: PAGE, notes: reference('notes') };
  return withDefinitions({ type: 'object', properties: own, required: Object.keys(own) });
}

function reference(kind: string): object {
  return { $ref: `#/$defs/${kind}` };
}

const PAGE = reference('page');

function withDefinitions(schema: OutputSchema): OutputSchema {
  const needed = new Map<string, object>();
  const look = (part: object): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(REFERENCE)) {
      const definition = DEFINITIONS[name];
      if (!definition || needed.has(name)) continue;
      needed.set(name, definition);
      look(definition);
    }
  };
  look(schema);
  return { ...schema, $defs: Object.fromEntries(needed) };
}
