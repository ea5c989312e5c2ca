#!/usr/bin/env bash
# Tests the words that the scripts of 'jumelage completion' offer, by running them in bash and zsh.
#
#   completion_test.sh JUMELAGE
set -uo pipefail

jumelage=$1
bash_script=$TEST_TMPDIR/completion.bash
zsh_script=$TEST_TMPDIR/completion.zsh
failures=0

fail() {
  echo "FAILED: $*" >&2
  failures=$((failures + 1))
}

"$jumelage" completion bash >"$bash_script" || fail "completion bash"
"$jumelage" completion zsh >"$zsh_script" || fail "completion zsh"
bash -n "$bash_script" || fail "bash can't read its script"
zsh -n "$zsh_script" || fail "zsh can't read its script"

# offers_bash WORD…: prints the words that bash offers for the last word of 'jumelage WORD…', sorted, on one line.
# shellcheck source=/dev/null
source "$bash_script"
offers_bash() {
  COMP_WORDS=(jumelage "$@")
  COMP_CWORD=$#
  _jumelage
  printf '%s\n' "${COMPREPLY[@]}" | sort | xargs
}

# offers_zsh WORD…: does the same in zsh. Prints all candidates, because zsh itself selects those that begin with
# the last word.
# shellcheck disable=SC2016  # zsh expands it
offers_zsh() {
  zsh -f -c '
    compdef() { : }
    compset() { : }
    _describe() { print -l -- ${${(P)2}%%:*} }
    _files() { print FILE }
    source $1
    shift
    words=(jumelage "$@")
    CURRENT=$#words
    _jumelage' zsh "$zsh_script" "$@" | sort | xargs
}

# expect 'OFFERS' WORD…: checks that both shells offer exactly OFFERS as the next word after WORD….
expect() {
  local wanted=$1 offered
  shift
  offered=$(offers_bash "$@" '')
  [[ $offered == "$wanted" ]] || fail "bash after '$*': '$offered', not '$wanted'"
  offered=$(offers_zsh "$@" '')
  [[ $offered == "$wanted" ]] || fail "zsh after '$*': '$offered', not '$wanted'"
}

# expect_bash 'OFFERS' WORD…: checks that bash offers exactly OFFERS for the last word.
expect_bash() {
  local wanted=$1 offered
  shift
  offered=$(offers_bash "$@")
  [[ $offered == "$wanted" ]] || fail "bash for '$*': '$offered', not '$wanted'"
}

[[ $(complete -p jumelage) == 'complete -F _jumelage jumelage' ]] || fail "bash has no completion for jumelage"

expect 'bash zsh' completion
expect 'csv jsonl textproto' export --format
expect 'json table' --output
expect 'json table' city list --deleted --output
expect 'projects registry' redact Quervelle --service
expect 'keep merge replace' import a.jsonl --existing
expect 'cancel close finalise resume start suspend void' project correct projects/p
expect 'dormant end reactivate sign suspend void' twinning correct --entry 2 a-b
expect 'development exchange' project search --kind
expect 'active dormant ended proposed suspended' twinning list --state
expect 'end-dates ended one-sided start-dates' twinning disagreements --kind
expect '' city show
expect '' city show belfort
expect '' city list --country

expect_bash 'show' city sh
expect_bash 'watch' wat
expect_bash 'csv' export --format = c
expect_bash 'csv jsonl textproto' export --format =
expect_bash '--at-revision' city show belfort --at
expect_bash '--output' --ou
expect_bash 'city' help ci
expect_bash 'implementation' project list --state imp

# File names, and the other words that the same operand accepts.
touch "$TEST_TMPDIR/a file.jsonl"
expect_bash "$TEST_TMPDIR/a file.jsonl" import "$TEST_TMPDIR/a"
expect_bash "$TEST_TMPDIR/a file.jsonl" import b "$TEST_TMPDIR/a"
expect_bash "$TEST_TMPDIR/a file.jsonl" export --to "$TEST_TMPDIR/a"
expect_bash 'wikidata' import wikid
[[ $(offers_zsh import '') == 'FILE wikidata' ]] || fail "zsh offers $(offers_zsh import '') to import"

# The last word of every command in the help must be offered after the words before it.
commands=0
while read -r -a words; do
  last=$((${#words[@]} - 1))
  before=("${words[@]:0:last}")
  [[ " $(offers_bash "${before[@]}" '') " == *" ${words[last]} "* ]] || fail "bash lacks '${words[*]}'"
  commands=$((commands + 1))
done < <("$jumelage" help |
  sed -n '/^Commands:/,/^Options:/s/^  \([a-z]\{1,\}\( [a-z][a-z-]*\)\{0,1\}\)\( .*\)\{0,1\}$/\1/p')
((commands > 40)) || fail "only $commands commands were checked"

# Every option in a command's help must be offered after the command.
for command in export 'import wikidata' 'project correct' 'city list'; do
  read -r -a words <<<"$command"
  expect_bash "$("$jumelage" help "${words[@]}" | sed -n 's/^  \(--[a-z-]*\).*/\1/p' | sort | xargs)" "${words[@]}" --
done

echo "$commands commands, $failures failures"
((failures == 0))
