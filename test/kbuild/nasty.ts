/** Generated kernels that are deep, wide, repeated or circular: each grows with one number. fs/a.c is asked for. */

/** The files of a kernel; fs/Makefile and fs/Kconfig are what differs. */
type Files = Readonly<Record<string, string>>;

const times = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join('');

const makefile = (text: string): Files => ({ 'fs/Makefile': text, 'fs/Kconfig': 'config A\n\ttristate "A"\n' });
const kconfig = (text: string): Files => ({
  'fs/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_LAST) += b.o\n',
  'fs/Kconfig': text,
});

/** Makefiles and Kconfig files that ask for more work than they have letters, or for endless work. */
export const NASTY: Readonly<Record<string, (n: number) => Files>> = {
  'variables that double': (n) =>
    makefile(`V0 = x.o\n${times(n, (i) => `V${i + 1} = $(V${i}) $(V${i})\n`)}obj-y += a.o $(V${n})\n`),
  'variables that double at once': (n) =>
    makefile(`V0 := x.o\n${times(n, (i) => `V${i + 1} := $(V${i}) $(V${i})\n`)}obj-y += a.o $(V${n})\n`),
  'words that double': (n) =>
    makefile(`V0 = x\n${times(n, (i) => `V${i + 1} = $(V${i})$(V${i})\n`)}obj-y += a.o $(V${n})\n`),
  'words that double at once': (n) =>
    makefile(`V0 := x\n${times(n, (i) => `V${i + 1} := $(V${i})$(V${i})\n`)}obj-y += a.o $(V${n})\n`),
  'subst that doubles': (n) =>
    makefile(`V0 := x\n${times(n, (i) => `V${i + 1} := $(subst x,xx,$(V${i}))\n`)}obj-y += a.o $(V${n})\n`),
  'a replacement of as many texts': (n) =>
    makefile(
      `V := x\n${times(n, (i) => `ifdef CONFIG_C${i}\nV := $(V)${i}\nendif\n`)}obj-y += a.o $(subst $(V),y,x.o)\n`,
    ),
  'eval that doubles': (n) => makefile(`E := x.o\n${times(n, () => '$(eval E += $(E))$(E)\n')}obj-y += a.o $(E)\n`),
  'eval of itself': (n) => makefile(`f = ${times(n, () => '$(eval $(call f)) ')}\n$(call f)\nobj-y += a.o\n`),
  'a function that calls itself': (n) =>
    makefile(`f = $(1) ${times(n, () => '$(call f,$(1))')}\nobj-y += a.o $(call f,x.o)\n`),
  'a variable that is itself': (n) => makefile(`V = x.o ${times(n, () => '$(V) ')}\nobj-y += a.o $(V)\n`),
  'variables that are each other': (n) =>
    makefile(`${times(n, (i) => `V${i} = $(V${(i + 1) % n}) $(V${(i + 7) % n})\n`)}obj-y += a.o $(V0)\n`),
  'a makefile that includes itself': (n) => makefile(`obj-y += a.o\n${times(n, () => 'include fs/Makefile\n')}`),
  'makefiles that include each other': (n) => ({
    ...makefile(`obj-y += a.o\n${times(n, () => 'include fs/other\n')}`),
    'fs/other': times(n, () => 'include fs/Makefile\n'),
  }),
  'an include of itself behind conditions': (n) =>
    makefile(`obj-y += a.o\n${times(n, (i) => `ifdef CONFIG_C${i}\ninclude fs/Makefile\nendif\n`)}`),
  'if in if': (n) =>
    makefile(`obj-y += a.o $(if ${times(n, () => '$(if ')}$(CONFIG_A)${times(n, () => ',x.o)')},x.o)\n`),
  'brackets that nothing closes': (n) => makefile(`obj-y += a.o\nx := ${times(n, () => '$(V')}\n`),
  'ifdef in ifdef': (n) =>
    makefile(`obj-y += a.o\n${times(n, (i) => `ifdef CONFIG_C${i}\n`)}obj-y += x.o\n${times(n, () => 'endif\n')}`),
  'else if behind else if': (n) =>
    makefile(`ifdef CONFIG_X\n${times(n, (i) => `else ifdef CONFIG_C${i}\nobj-y += x${i}.o\n`)}endif\nobj-y += a.o\n`),
  'foreach over lists that double': (n) =>
    makefile(
      `L := ${times(n, (i) => `x${i} `)}\nobj-y += a.o $(foreach i,$(L),$(foreach j,$(L),$(foreach k,$(L),$i$j$k.o)))\n`,
    ),
  'foreach in foreach in eval': (n) =>
    makefile(`$(eval ${times(n, (i) => `$(foreach i${i},x y,`)}obj-y += x.o${times(n, () => ')')})\nobj-y += a.o\n`),
  'a product of symbols': (n) => makefile(`obj-y += a.o x${times(n, (i) => `$(CONFIG_C${i})`)}.o\n`),
  'a condition of many symbols': (n) =>
    makefile(`ifneq (${times(n, (i) => `$(CONFIG_C${i})`)},)\nobj-y += x.o\nendif\nobj-y += a.o\n`),
  'and of or': (n) =>
    makefile(
      `ifneq ($(and ${times(n, (i) => `$(or $(CONFIG_C${i}),$(CONFIG_D${i})),`)}y),)\nobj-y += x.o\nendif\nobj-y += a.o\n`,
    ),
  'a glob of stars': (n) => ({
    ...makefile(`obj-y += a.o $(wildcard fs/${times(n, () => '*a')}b)\n`),
    [`fs/${'a'.repeat(200)}`]: '',
  }),
  'addprefix of lists': (n) =>
    makefile(`L := ${times(n, (i) => `x${i} `)}\nobj-y += a.o $(addprefix $(L),$(addprefix $(L),$(L)))\n`),
  'rules that lead to one another': (n) =>
    makefile(`obj-y += a.o r0.o\n${times(n, (i) => `$(obj)/r${i}.o: $(obj)/r${i + 1}.o\n`)}`),
  'patterns that lead to one another': (n) =>
    makefile(`obj-y += a.o r.o\n${times(n, (i) => `$(obj)/%.o: $(obj)/%${i}.o $(obj)/x%.o\n`)}`),
  'a composite of composites': (n) =>
    makefile(`x-y := ${times(n, (i) => `p${i}.o `)}\nobj-y += a.o ${times(n, () => 'x.o ')}\n`),
  'folders that descend into each other': (n) => ({
    ...makefile(`obj-y += a.o ${times(n, (i) => `d${i}/ `)}\n`),
    ...Object.fromEntries(
      Array.from({ length: n }, (_, i) => [
        `fs/d${i}/Makefile`,
        `obj-$(CONFIG_C${i}) += x.o\n${times(n, (j) => `obj-$(CONFIG_E${i}) += ../d${j}/\n`)}`,
      ]),
    ),
    'fs/d0/x.c': '',
  }),
  'folders in a row': (n) => ({
    ...makefile('obj-y += a.o d0/\n'),
    ...Object.fromEntries(Array.from({ length: n }, (_, i) => [`fs/d${i}/Makefile`, `obj-y += x.o ../d${i + 1}/\n`])),
  }),
  'a Kconfig that sources itself': (n) =>
    kconfig(`config A\n\ttristate "A"\n${times(n, () => 'source "fs/Kconfig"\n')}`),
  'Kconfig files that source each other': (n) => ({
    ...kconfig(`config A\n\ttristate "A"\n${times(n, () => 'source "fs/Kconfig.x"\n')}`),
    'fs/Kconfig.x': times(n, () => 'source "fs/Kconfig"\n'),
  }),
  'Kconfig files that source the next twice': (n) => ({
    ...kconfig('config A\n\ttristate "A"\nsource "fs/K0"\n'),
    ...Object.fromEntries(
      Array.from({ length: n }, (_, i) => [
        `fs/K${i}`,
        `config S${i}\n\tbool\nsource "fs/K${i + 1}"\nsource "fs/K${i + 1}"\n`,
      ]),
    ),
  }),
  'Kconfig files in a row': (n) => ({
    ...kconfig('config A\n\ttristate "A"\nsource "fs/K0"\n'),
    ...Object.fromEntries(
      Array.from({ length: n }, (_, i) => [`fs/K${i}`, `config S${i}\n\tbool\nsource "fs/K${i + 1}"\n`]),
    ),
  }),
  'a chain of select': (n) =>
    kconfig(
      `config A\n\ttristate "A"\n${times(n, (i) => `config S${i}\n\ttristate\n\tselect S${i + 1}\n`)}config S${n}\n\ttristate\n\tselect LAST\nconfig LAST\n\ttristate\n`,
    ),
  'a circle of select': (n) =>
    kconfig(
      `config A\n\ttristate "A"\n${times(n, (i) => `config S${i}\n\ttristate\n\tselect S${(i + 1) % n}\n\tselect S${(i + 3) % n}\n`)}config LAST\n\ttristate\n\tdepends on S0\n`,
    ),
  'depends on in brackets': (n) =>
    kconfig(`config A\n\ttristate "A"\nconfig LAST\n\ttristate "L"\n\tdepends on ${'('.repeat(n)}A${')'.repeat(n)}\n`),
  'depends on not not': (n) =>
    kconfig(`config A\n\ttristate "A"\nconfig LAST\n\ttristate "L"\n\tdepends on ${'!'.repeat(n)}A\n`),
  'a long or': (n) =>
    kconfig(
      `config A\n\ttristate "A"\nconfig LAST\n\ttristate "L"\n\tdepends on A${times(n, (i) => ` || S${i} && A`)}\n`,
    ),
  'menu in menu': (n) =>
    kconfig(
      `config A\n\ttristate "A"\n${times(n, (i) => `menu "m${i}"\n\tdepends on A\nconfig S${i}\n\tbool "S"\n`)}config LAST\n\ttristate "L"\n${times(n, () => 'endmenu\n')}`,
    ),
  'if in if of Kconfig': (n) =>
    kconfig(
      `config A\n\ttristate "A"\n${times(n, () => 'if A\n')}config LAST\n\ttristate "L"\n${times(n, () => 'endif\n')}`,
    ),
  'choice in choice': (n) =>
    kconfig(
      `config A\n\ttristate "A"\n${times(n, () => 'choice\n\tprompt "c"\n')}config LAST\n\ttristate "L"\n${times(n, () => 'endchoice\n')}`,
    ),
  'menus around many symbols': (n) =>
    kconfig(
      `config A\n\ttristate "A"\nif A${times(n, (i) => ` && S${i}`)}\n${times(n, (i) => `config S${i}\n\ttristate "S"\n`)}endif\nconfig LAST\n\ttristate "L"\n\tdepends on S${n - 1}\n`,
    ),
  'defaults both ways': (n) =>
    kconfig(
      `config A\n\ttristate "A"\n${times(n, (i) => `config S${i}\n\tbool\n\tdefault S${i + 1} if S${i + 2}\n\tdefault !S${i + 1} if !S${i + 2}\n`)}config S${n}\n\tbool "x"\nconfig S${n + 1}\n\tbool "x"\nconfig LAST\n\ttristate\n\tdefault S0\n`,
    ),
  'definitions of one symbol': (n) =>
    kconfig(
      `config A\n\ttristate "A"\n${times(n, (i) => `config S\n\ttristate "S"\n\tdepends on A != S${i % 9}\n`)}config LAST\n\ttristate "L"\n\tdepends on S = A\n`,
    ),
  'quotes that nothing closes': (n) =>
    kconfig(`config A\n\ttristate "A"\nconfig LAST\n\ttristate "L" # '${"\\'".repeat(n)}\n`),
};

/** Large, and nothing else: takes time by its size, and nothing is cut. */
export const LARGE: Readonly<Record<string, (n: number) => Files>> = {
  'objects in one list': (n) => makefile(`obj-$(CONFIG_A) += ${times(n, (i) => `x${i}.o `)}a.o\n`),
  'objects on continued lines': (n) => makefile(`obj-$(CONFIG_A) += ${times(n, (i) => `x${i}.o \\\n\t`)}a.o\n`),
  'objects on lines of their own': (n) =>
    makefile(`${times(n, (i) => `obj-$(CONFIG_S${i}) += x${i}.o\n`)}obj-m += a.o\n`),
  'parts of a composite': (n) => makefile(`x-y := ${times(n, (i) => `p${i}.o `)} a.o\nobj-m += x.o\n`),
  'a long list, filtered': (n) =>
    makefile(`L := ${times(n, (i) => `x${i}.o `)}a.o\nobj-m += $(filter-out $(filter-out a.o,$(L)),$(L))\n`),
  rules: (n) =>
    makefile(`obj-m += ${times(n, (i) => `r${i}.o `)}a.o\n${times(n, (i) => `$(obj)/r${i}.o: $(src)/q${i}.c\n`)}`),
  'a line of one word': (n) => makefile(`obj-m += a.o ${'x'.repeat(100 * n)}\n`),
  'a comment': (n) => makefile(`# ${'x'.repeat(100 * n)}\nobj-m += a.o\n`),
  'config symbols': (n) =>
    kconfig(
      `config A\n\ttristate "A"\n${times(n, (i) => `config S${i}\n\ttristate "S"\n\tdepends on S${Math.max(0, i - 1)}\n`)}config LAST\n\ttristate "L"\n`,
    ),
  'selects of one symbol': (n) =>
    kconfig(
      `config A\n\ttristate "A"\n${times(n, (i) => `config S${i}\n\ttristate "S"\n\tselect LAST\n`)}config LAST\n\ttristate\n`,
    ),
  'a help text': (n) =>
    kconfig(
      `config A\n\ttristate "A"\n\thelp\n${times(n, () => `\t  ${'Some words of help. '.repeat(5)}\n`)}config LAST\n\ttristate "L"\n`,
    ),
  'a long prompt': (n) =>
    kconfig(`config A\n\ttristate "${'x'.repeat(100 * n)}"\nconfig LAST\n\ttristate "L" # ${'x'.repeat(100 * n)}\n`),
  'continued lines of Kconfig': (n) =>
    kconfig(`config A\n\ttristate "A"\nconfig LAST\n\ttristate "L"\n\tdepends on A ${times(n, () => '|| \\\n A ')}\n`),
  'lines of a .config': (n) => ({
    ...kconfig(times(n, (i) => `config S${i}\n\ttristate "S"\n`)),
    'fs/Makefile': 'obj-$(CONFIG_S1) += a.o\n',
    '.config': times(n, (i) => (i % 3 === 0 ? `# CONFIG_S${i} is not set\n` : `CONFIG_S${i}=m\n`)),
  }),
};
