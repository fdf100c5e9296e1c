#!/bin/sh
# Runs the command as .pre-commit-hooks.yaml has it: from a clone that pre-commit keeps, which is built when it is first used.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
if [ ! -e "$home/dist/opscope.cjs" ]; then
  (cd "$home" && npm ci --ignore-scripts --no-audit --no-fund && npm run build) >&2
fi
exec node "$home/dist/opscope.cjs" "$@"
