# bash offered.bash SCRIPT LINE...: what a bash with these completions offers at the end of each line, as LINE<tab>WORD,WORD.
source "$1"
shift
for line in "$@"; do
  COMP_WORDS=($line)
  # As readline does, = is a word of its own, and an empty one follows a space.
  [[ $line == *=* ]] && COMP_WORDS=(${line//=/ = })
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _opscope
  IFS=,
  printf '%s\t%s\n' "$line" "${COMPREPLY[*]}"
  unset IFS
done
