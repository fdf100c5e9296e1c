#!/bin/bash
# scripts/fresh-machine.sh FOLDER [STAGE...]
#
# Shows that the two commands of the README do all the set-up: makes a bare Debian with nothing but Node.js, npm and git in
# FOLDER, clones the last commit into it, and runs `npm test` and `npm start -- --no-open` there. It ends with what npm test
# ended with. FOLDER/base, the bare Debian, is kept for the next run.
#
# Runs as root, on Debian, with debootstrap. Kernel trees are those of OPSCOPE_KERNEL, which are there for reading only. How to
# reach the network (mirrors, registries, proxies, certificates) is taken over from this machine.
set -euo pipefail

[ $# -gt 0 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 2; }
project=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd)
shift
base=$work/base root=$work/root suite=bookworm
mirror=$(sed -n 's/^URIs: *\(.*\/debian\)\/*$/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1)

if [ ! -d "$base" ]; then
  rm -rf "$base.part"
  debootstrap --variant=minbase --include=git,ca-certificates "$suite" "$base.part" "${mirror:-http://deb.debian.org/debian}" >&2
  mv "$base.part" "$base"
fi
rm -rf "$root"
cp -a "$base" "$root"

# Node.js as this machine has it: Debian's own is older.
node=$(command -v node) modules=$(npm root --global)
install -D "$node" "$root/usr/local/bin/node"
mkdir -p "$root/usr/local/lib/node_modules" "$root/usr/local/etc"
cp -a "$modules/npm" "$root/usr/local/lib/node_modules/"
for name in npm npx; do ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$root/usr/local/bin/$name"; done

# How to reach the network.
for file in /etc/resolv.conf /etc/hosts /etc/apt/apt.conf.d /etc/ssl/certs; do
  if [ -e "$file" ]; then cp -rL --no-target-directory "$file" "$root$file" 2>/dev/null || true; fi
done
cp /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/" 2>/dev/null && rm -f "$root/etc/apt/sources.list"
cat "$(npm config get globalconfig)" > "$root/usr/local/etc/npmrc" 2>/dev/null || true
cat ~/.npmrc > "$root/root/.npmrc" 2>/dev/null || true
network=()
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY NODE_EXTRA_CA_CERTS SSL_CERT_FILE; do
  if [ -n "${!name:-}" ]; then network+=("$name=${!name}"); fi
done

git clone --quiet --no-local "$project" "$root/root/opscope"

# Kernel trees, and where they are in there.
trees=() inside=
IFS=: read -r -a trees <<< "${OPSCOPE_KERNEL:-}"
for tree in "${trees[@]}"; do
  mkdir -p "$root/srv/$(basename "$tree")"
  inside+=${inside:+:}/srv/$(basename "$tree")
done

# Mounts and processes are gone with the namespace that holds them.
export root inside
unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/dev/shm"
  IFS=: read -r -a trees <<< "${OPSCOPE_KERNEL:-}"
  for tree in "${trees[@]}"; do
    mount --bind "$tree" "$root/srv/$(basename "$tree")"
    mount -o remount,bind,ro "$root/srv/$(basename "$tree")"
  done
  exec chroot "$root" "$@"
' bash /usr/bin/env -i "${network[@]}" HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  OPSCOPE_KERNEL="$inside" bash -c '
    cd ~/opscope
    code=0
    npm test -- "$@" || code=$?
    npm start -- --no-open || exit
    exit "$code"
  ' bash "$@"
