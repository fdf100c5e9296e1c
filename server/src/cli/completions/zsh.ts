/** What zsh reads, as a file of its function path or by `source`. */
import type { ToldCommand } from '../manual.ts';
import { type NamedOption, programOptions } from '../options.ts';
import { argumentsOf, flags, inShort, isPairs, optionsOf, type Values, valuesOf } from './values.ts';

/** The script. */
export function zshCompletions(commands: readonly ToldCommand[]): string {
  const named = [...commands.map(({ name, summary }) => [name, summary] as const), ['help', 'what one command takes']];
  return `#compdef opscope
# Completes opscope in zsh; printed by: opscope completions zsh
_opscope() {
  local curcontext=$curcontext state line
  local -A opt_args
  local -a commands
  _arguments -C \\
${programOptions()
  .map(([name, { meaning = '' }]) => `    ${quoted(`--${name}[${escaped(meaning)}]`)} \\`)
  .join('\n')}
    '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      commands=(
${named.map(([name = '', summary = '']) => `        ${quoted(`${name}:${summary}`)}`).join('\n')}
      )
      _describe -t commands command commands ;;
    argument)
      case $line[1] in
        help) _arguments ${quoted(`1:command:(${commands.map(({ name }) => name).join(' ')})`)} ;;
${commands.map(ofCommand).join('\n')}
      esac ;;
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _opscope "$@"; else compdef _opscope opscope; fi
`;
}

function ofCommand(command: ToldCommand): string {
  const specs = optionsOf(command).flatMap((option) => flags(option).map((flag) => spec(flag, option, command)));
  const rest = argumentsOf(command);
  const all = rest === null ? specs : [...specs, quoted(`*:${command.takes}:${action(rest)}`)];
  return `        ${command.name})\n          _arguments \\\n            ${all.join(' \\\n            ')} ;;`;
}

/** One way to write an option, as `_arguments` takes it. */
function spec(flag: string, option: NamedOption, command: ToldCommand): string {
  const [, { value = '', multiple = false, meaning = '' }] = option;
  const values = valuesOf(option, command);
  const said = `[${escaped(inShort(meaning))}]`;
  const front = multiple ? '*' : '';
  if (values === null) return quoted(`${front}${flag}${said}`);
  return quoted(`${front}${flag}${flag.startsWith('--') ? '=' : ''}${said}:${value}:${action(values)}`);
}

function action(values: Values): string {
  if (isPairs(values)) {
    const { keys, behind } = values;
    const all = typeof behind === 'string' ? action(behind) : `compadd -- ${behind.join(' ')}`;
    return `{if compset -P "*="; then ${all}; else compadd -S = -- ${keys.join(' ')}; fi}`;
  }
  switch (values) {
    case 'folders':
      return '_files -/';
    case 'files':
      return '_files';
    case 'unknown':
      return ' ';
    default:
      return `(${values.join(' ')})`;
  }
}

/** Text between the brackets of a specification. */
function escaped(text: string): string {
  return text.replace(/[\\[\]:]/g, (sign) => `\\${sign}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
