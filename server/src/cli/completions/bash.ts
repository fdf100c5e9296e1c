/** What bash reads; 3.2 does, as macOS has it. */
import type { ToldCommand } from '../manual.ts';
import { programOptions } from '../options.ts';
import { argumentsOf, flags, isPairs, optionsOf, type Values, valuesOf, withValue } from './values.ts';

/** The script. */
export function bashCompletions(commands: readonly ToldCommand[]): string {
  const names = commands.map(({ name }) => name);
  return `# Completes opscope in bash; printed by: opscope completions bash
_opscope() {
  local IFS=$'\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev key= command= i at=$((COMP_CWORD - 1))
  # bash cuts --option=value into three words, and so it does key=value.
  if [[ $cur == = ]]; then
    cur=
  elif [[ \${COMP_WORDS[at]} == = ]]; then
    ((at--))
  fi
  prev=\${COMP_WORDS[at]}
  if ((at < COMP_CWORD - 1)) || [[ \${COMP_WORDS[COMP_CWORD]} == = ]] && [[ $prev != -* ]]; then
    key=$prev
    ((at--))
    [[ \${COMP_WORDS[at]} == = ]] && ((at--))
    prev=\${COMP_WORDS[at]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${withValue(commands).join(' | ')})
        [[ \${COMP_WORDS[i + 1]} == = ]] && ((i++))
        ((i++)) ;;
      -*) ;;
      *)
        command=\${COMP_WORDS[i]}
        break ;;
    esac
  done
  COMPREPLY=()
  case $command in
    '') if [[ $cur == -* ]]; then _opscope_words ${words(programOptions().map(([name]) => `--${name}`))}; else _opscope_words ${words([...names, 'help'])}; fi ;;
    help) _opscope_words ${words(names)} ;;
${commands.map(ofCommand).join('\n')}
  esac
}

_opscope_words() {
  COMPREPLY=($(compgen -W "$*" -- "$cur"))
}

_opscope_keys() {
  compopt -o nospace 2> /dev/null
  _opscope_words "$@"
}

_opscope_paths() {
  compopt -o filenames 2> /dev/null
  COMPREPLY=($(compgen "$1" -- "$cur"))
}

complete -F _opscope opscope
`;
}

function words(all: readonly string[]): string {
  return all.join(' ');
}

function ofCommand(command: ToldCommand): string {
  const options = optionsOf(command);
  const values = options.flatMap((option) => {
    const can = valuesOf(option, command);
    return can === null ? [] : [`        ${flags(option).join(' | ')}) ${completed(can)} ;;`];
  });
  const all = words(options.map(([name]) => `--${name}`));
  const rest = argumentsOf(command);
  const other =
    rest === null
      ? `_opscope_words ${all}`
      : `if [[ $cur == -* ]]; then _opscope_words ${all}; else ${completed(rest)}; fi`;
  return [`    ${command.name})`, '      case $prev in', ...values, `        *) ${other} ;;`, '      esac ;;'].join(
    '\n',
  );
}

function completed(values: Values): string {
  if (isPairs(values)) {
    const keys = words(values.keys.map((key) => `${key}=`));
    return `if [[ $key ]]; then ${completed(values.behind)}; else _opscope_keys ${keys}; fi`;
  }
  switch (values) {
    case 'folders':
      return '_opscope_paths -d';
    case 'files':
      return '_opscope_paths -f';
    case 'unknown':
      return ':';
    default:
      return `_opscope_words ${words(values)}`;
  }
}
