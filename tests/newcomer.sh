#!/usr/bin/env bash
# A newcomer's way from nothing to the first sign-in, timed: types what README.md says under "See it work" into a shell, line by line, and signs in as a browser would.
#
#   tests/newcomer.sh                  clones this repository into a new folder
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
folder=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || kill -- "-$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap cleanup EXIT
seconds() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(seconds)" 'BEGIN { printf "%.1f s", b - a }'; }

# The first block of code below the heading, as a reader would type it. Only the address of the clone is ours.
mapfile -t lines < <(awk '/^## /{on = ($0 == "## See it work")} on && /^    /{print substr($0, 5); found = 1} on && found && !/^    /{exit}' "$root/README.md")
[ ${#lines[@]} -ge 3 ] || { echo "README.md has no lines to type under 'See it work'." >&2; exit 1; }
keystrokes=0
cd "$folder"
started=$(seconds)
for line in "${lines[@]}"; do
  keystrokes=$((keystrokes + ${#line} + 1))
  at=$(seconds)
  case $line in
    git\ clone*)
      git clone --quiet "$root" "$(basename "$line" .git)" ;;
    cd\ *)
      cd "${line#cd }" ;;
    dotnet\ run*)
      # A port of its own, so that nothing that runs here already is taken for it.
      port=$((20000 + RANDOM % 20000))
      set -m
      $line -- --urls "http://localhost:$port" --SamlSp:BaseUrl="http://localhost:$port" >"$folder/server.log" 2>&1 &
      server=$!
      set +m
      for _ in $(seq 1200); do
        curl --silent --fail --output /dev/null "http://localhost:$port/healthz/ready" && break
        kill -0 "$server" 2>/dev/null || { cat "$folder/server.log" >&2; exit 1; }
        sleep 0.25
      done ;;
    *)
      echo "No newcomer can type this: $line" >&2; exit 1 ;;
  esac
  echo "$(since "$at")  $line"
done
at=$(seconds)
page=$("$root/tests/sign-in.sh" "http://localhost:$port" alice@ "/Saml2/SignIn?organization=sandbox")
grep -q 'alice@example.com' <<<"$page" || { echo "$page" >&2; exit 1; }
echo "$(since "$at")  open http://localhost:5080, sign in as Alice"
echo "From clone to first sign-in: $(since "$started"), $keystrokes keystrokes, 2 clicks. Packages that NuGet has to fetch come on top, the first time."
