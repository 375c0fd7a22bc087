#!/usr/bin/env bash
# All of SpiBot's tests, from a fresh clone. Installs what they need beyond .NET 10 and Node 20: npm packages, and by apt where it may Chromium, PostgreSQL,
# and (as root) strongSwan and OpenSSH.
# Ends with the line "N passed, N failed" (", N skipped" may follow). Exit code 0 only when nothing failed.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
log=$(mktemp)
trap 'rm -f "$log"' EXIT

fail() { printf 'test.sh: %s\n' "$*" >&2; exit 2; }

need() { # command, least version, where to get it
  command -v "$1" >/dev/null || fail "$1 is missing: $3"
  local have; have=$("$1" --version | sed 's/^v//')
  [ "${have%%.*}" -ge "$2" ] || fail "$1 $have is too old, $2 or newer is needed: $3"
}

need dotnet 10 "install the .NET 10 SDK"
need node 20 "install Node.js 20"
command -v npm >/dev/null || fail "npm is missing: it comes with Node.js"

# The browser tests want Chromium: $CHROMIUM, or one on the PATH, or Debian's by apt.
find_chromium() { command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome || true; }
if [ -z "$(find_chromium)" ]; then
  as_root=""; [ "$(id -u)" -eq 0 ] || as_root="sudo -n"
  if command -v apt-get >/dev/null && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    echo "test.sh: installing chromium by apt"
    { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } \
      >"$log" 2>&1 || { tail -5 "$log" >&2; fail "chromium could not be installed by apt; install it, or set CHROMIUM to a browser's path"; }
  else
    fail "Chromium is missing and apt may not be used here: install it, or set CHROMIUM to a browser's path"
  fi
fi
CHROMIUM=$(find_chromium); export CHROMIUM

# The tests of the store want PostgreSQL, which they start for themselves; without it they are skipped and say so.
find_postgres() { command -v postgres || ls /usr/lib/postgresql/*/bin/postgres 2>/dev/null | tail -1 || true; }
if [ -z "$(find_postgres)" ] && command -v apt-get >/dev/null; then
  as_root=""; [ "$(id -u)" -eq 0 ] || as_root="sudo -n"
  if [ -z "$as_root" ] || sudo -n true 2>/dev/null; then
    echo "test.sh: installing postgresql by apt"
    # Its tests bring their own cluster: Debian's needs not be made.
    { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive sh -c 'mkdir -p /etc/postgresql-common && { [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf; } && apt-get install -y -qq --no-install-recommends postgresql'; } \
      >"$log" 2>&1 || { tail -3 "$log" >&2; echo "test.sh: postgresql could not be installed by apt; its tests will be skipped" >&2; }
  fi
fi

# One test is of two real strongSwan behind real OpenSSH, in network namespaces of its own; that needs root. Elsewhere it is skipped and says so.
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null \
  && { [ ! -x /usr/sbin/swanctl ] || [ ! -x /usr/sbin/sshd ] || [ ! -e /usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so ] || ! command -v ip >/dev/null || ! command -v ping >/dev/null; }; then
  echo "test.sh: installing strongswan and openssh-server by apt"
  # Nothing of it is to be started as a service here: the test starts its own.
  guard=""; [ -e /usr/sbin/policy-rc.d ] || { guard=/usr/sbin/policy-rc.d; printf '#!/bin/sh\nexit 101\n' >"$guard"; chmod +x "$guard"; }
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    strongswan strongswan-swanctl libcharon-extra-plugins libstrongswan-extra-plugins iproute2 iputils-ping openssh-server; } \
    >"$log" 2>&1 || { tail -3 "$log" >&2; echo "test.sh: strongswan and openssh-server could not be installed by apt; their test will be skipped" >&2; }
  [ -z "$guard" ] || rm -f "$guard"
fi

echo "test.sh: npm packages"
for folder in manifest src/SpiBot.Lab; do
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund >"$log" 2>&1) || { tail -5 "$log" >&2; fail "npm ci failed in $folder"; }
done

# Optimised: the tests that read and diagnose much take half the time.
echo "test.sh: build"
dotnet tool restore >"$log" 2>&1 || { cat "$log" >&2; fail "dotnet tool restore failed"; }
dotnet restore SpiBot.sln >"$log" 2>&1 || { grep -E "error|warn" "$log" | sort -u >&2; fail "dotnet restore failed"; }
dotnet csharpier check . >"$log" 2>&1 || { cat "$log" >&2; fail "the code is not formatted: run \`dotnet csharpier format .\`"; }
dotnet build SpiBot.sln --no-restore -c Debug -p:Optimize=true >"$log" 2>&1 || { grep -E "error|warn" "$log" | sort -u >&2; fail "the build failed"; }

passed=0 failed=0 skipped=0
for project in tests/SpiBot.Tests tests/SpiBot.EndToEnd; do
  echo "test.sh: $project"
  code=0
  # Nearly every end-to-end test starts a SpiBot, which lives for seconds: code that runs but some tens of times is not worth compiling again. A third of the processor's time.
  [ "$project" != tests/SpiBot.EndToEnd ] || export DOTNET_TC_CallCountThreshold=200
  dotnet test --project "$project" --no-build "$@" 2>&1 | tee "$log" || code=$?
  count() { sed -nE "s/^ *$1: ([0-9]+)$/\1/p" "$log" | tail -1; }
  p=$(count succeeded) f=$(count failed) s=$(count skipped)
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
  # A run that broke without saying which test did is a failure too.
  if [ "$code" -ne 0 ] && [ "${f:-0}" -eq 0 ]; then failed=$((failed + 1)); fi
done

if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ]
