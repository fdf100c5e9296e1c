# zsh -f offered.zsh SCRIPT LINE...: what a zsh with these completions offers at the end of each line, as LINE<tab>WORD,WORD.
# An interactive zsh in a terminal of its own gets a key that has its completion tell what it would add.
zmodload zsh/zpty
script=$1; shift
zpty inner "TERM=dumb exec zsh -f -i"
zpty -w inner "
PS1=; unsetopt zle_bracketed_paste prompt_cr prompt_sp; setopt no_beep
autoload -Uz compinit && compinit -D -u
source ${(q)script}
zstyle ':completion:*' list-grouped false
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)* ]]; then builtin compadd \"\$@\"; return; fi
  local -a matched
  builtin compadd -O matched \"\$@\"
  offered+=(\$matched)
}
offer() {
  typeset -ga offered=()
  _main_complete
  print -r -- \"@@\$BUFFER@@\${(j:,:)offered}@@\"
  compstate[list]=
  compstate[insert]=
}
zle -C offer complete-word offer
take() { BUFFER=; CURSOR=0; }
zle -N take
bindkey '^I' offer
bindkey '^X' take
print @@ready@@
"
text=
expect() { while [[ $text != *$1* ]]; do zpty -r inner part || return; text+=$part; done; text=${text#*$1} }
expect '@@ready@@'
expect '@@ready@@'
for line in "$@"; do
  zpty -w -n inner "$line"$'\t'
  while [[ $text != *@@${line}@@*@@* ]]; do zpty -r inner part || exit 1; text+=$part; done
  rest=${text#*@@${line}@@}; print -r -- "$line"$'\t'"${rest%%@@*}"
  text=${rest#*@@}
  zpty -w -n inner $'\x18'
done
zpty -d inner
