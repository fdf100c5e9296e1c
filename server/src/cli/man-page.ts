/** The page for man, `man/opscope.1`: what `--help` says, in one piece. */
import { EXITS, type ToldCommand, toldCommands } from './manual.ts';
import { commonOptions, type NamedOption, programOptions } from './options.ts';

/** When what the page says last changed in more than its tables. */
const DATE = '2026-11-30';

/** The width that pages have in roff. */
const WIDTH = 78;

/** The whole page, in the macros of man(7). */
export function manPage(version: string): string {
  const apart = new Set(commonOptions().map(([name]) => name));
  return [
    '.\\" Made from the table of options by scripts/man.mjs; a test holds it to that.',
    `.TH OPSCOPE 1 ${DATE} "opscope ${version}" "User Commands"`,
    '.SH NAME',
    'opscope \\- navigate the ops tables of a Linux source tree',
    '.SH SYNOPSIS',
    '.B opscope',
    '.I COMMAND',
    '.RI [ OPTIONS ]',
    '.SH DESCRIPTION',
    ...prose(
      'Linux dispatches through structs of pointers to functions. opscope reads a source tree, without a build, and says who ' +
        'fills which hook, from where it is called, what an ioctl can run, and what a module must not touch.',
    ),
    '.SH OPTIONS',
    'These are taken by every command that is about a tree.',
    ...[...commonOptions(), ...programOptions()].flatMap(optionLines),
    '.SH COMMANDS',
    ...toldCommands().flatMap((each) => commandLines(each, apart)),
    '.SH EXIT STATUS',
    ...prose(EXITS),
    '.SH ENVIRONMENT',
    '.TP',
    '.B OPSCOPE_CACHE',
    'The folder of the cache.',
    '.TP',
    '.B NO_COLOR',
    'No colours, whatever the terminal.',
    '.SH EXAMPLES',
    ...[
      'opscope matrix --tree ~/linux',
      'opscope graph --ioctl UFFDIO_COPY',
      'opscope explain vm_operations_struct.fault',
    ].flatMap((line) => ['.EX', roff(line), '.EE']),
    '',
  ].join('\n');
}

/** A command: its synopsis, what it is, and the options that are its own. */
function commandLines({ synopsis, summary, more, options, forms }: ToldCommand, apart: ReadonlySet<string>): string[] {
  const own = options.filter(([name]) => !apart.has(name) || (name === 'format' && forms.length > 2));
  return [
    `.SS ${roff(synopsis)}`,
    ...prose(sentence(summary)),
    ...more.split('\n').flatMap(prose),
    ...own.flatMap(optionLines),
  ];
}

function optionLines([name, { value, meaning = '', short }]: NamedOption): string[] {
  const flag = [...(short ? [`-${short}`] : []), `--${name}`].map((each) => `\\fB${roff(each)}\\fR`).join(', ');
  return ['.TP', value === undefined ? flag : `${flag} \\fI${roff(value)}\\fR`, ...prose(sentence(meaning))];
}

function sentence(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

/** Words in lines that are no wider than a page; each sentence begins one, as roff knows its end by that. */
function prose(text: string): string[] {
  return text.split(/(?<=[.:;]) /).flatMap((part) => {
    const lines: string[] = [];
    for (const word of roff(part).split(' ').filter(Boolean)) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines.map(safe);
  });
}

/** A line that begins with a sign of roff's is none of its requests. */
function safe(line: string): string {
  return line.replace(/^[.']/, '\\&$&');
}

/** Text as roff has it: no sign of its own in it. */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll("'", '\\(aq').replaceAll('~', '\\(ti');
}
