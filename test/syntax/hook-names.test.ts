/** The names of hooks and tables, by the text alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hookNames } from '../../server/src/syntax/hook-names.ts';

/** What a text has, each `name` where it really stands. */
function namesIn(text: string): string[] {
  const lines = text.split('\n');
  const at = (name: string, line: number, column: number): string => {
    assert.ok(lines[line - 1]?.slice(column - 1).startsWith(name), `${name} is not at ${line}:${column}`);
    return name;
  };
  const { structs, objects } = hookNames(text);
  return [
    ...structs.map((each) => {
      if (!each.alias || !text.startsWith('typedef struct {')) at(each.name, each.line, each.column);
      const hooks = each.hooks.map(({ name, line, column }) => at(name, line, column));
      return `struct ${each.name}${each.alias && ` = ${each.alias}`}: ${hooks.join(' ')}`;
    }),
    ...objects.map(({ name, struct, line, column }) => `${at(name, line, column)}: ${struct || 'functions'}`),
  ];
}

const cases: readonly (readonly [text: string, names: readonly string[]])[] = [
  ['struct door_ops {\n\tint (*open)(int);\n\tvoid (*shut) (void);\n};\n', ['struct door_ops: open shut']],
  ['struct door_ops\n{\n\tint * (* const open)(int);\n};\n', ['struct door_ops: open']],
  ['struct __packed door_ops {\n\tlong (__user *open)(int);\n};\n', ['struct door_ops: open']],
  ['typedef struct door {\n\tint (*open)(int);\n} door_t;\n', ['struct door = door_t: open']],
  ['struct a {\n\tint (*walk)(int (*step)(int),\n\t\t    int (*end)(void));\n};\n', ['struct a: walk']],
  ['struct a {\n\t/* int (*gone)(void); */\n\tint (*here)(void); // (*not)(\n};\n', ['struct a: here']],
  ['struct a {\n\tint (*each[4])(void);\n};\n', ['struct a: each']],
  ['struct a {\n\tint *pointer;\n\tint (*array)[4];\n};\n', []],
  ['struct a {\n\tint (*open)(int);\n', ['struct a: open']],
  ['static const struct door_ops barn __initconst = {\n};\n', ['barn: door_ops']],
  ['static struct door_ops __ro_after_init barn = {\n};\n', ['barn: door_ops']],
  ['struct door_ops __barn __section(".data") = {\n};\n', ['__barn: door_ops']],
  ['static door_t barns[] =\n{\n};\n', ['barns: door_t']],
  ['static const struct door_ops barns[NR(2)] = { };\n', ['barns: door_ops']],
  ['static int (*const steps[])(int) = {\n};\n', ['steps: functions']],
  ['static const u8 bytes[] = {\n};\nstatic int numbers[] = {\n};\n', []],
  ['int f(void)\n{\n\tstruct door_ops local = { };\n}\n', []],
];

for (const [text, names] of cases) test(JSON.stringify(text), () => assert.deepEqual(namesIn(text), names));
