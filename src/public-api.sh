#!/usr/bin/env bash
# Writes down anew what the packages offer: src/*/PublicAPI.Unshipped.txt. What is in PublicAPI.Shipped.txt stays as it is; move lines there at a release.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
for file in src/*/PublicAPI.Unshipped.txt; do echo '#nullable enable' >"$file"; done
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The analyzer names each symbol that is written down nowhere. Warnings must not stop the build of the projects that depend on a changed one.
dotnet build src/SamlSp.Server -c Release -v quiet -clp:NoSummary -p:TreatWarningsAsErrors=false >"$log" || { cat "$log" >&2; exit 1; }
for file in src/*/PublicAPI.Unshipped.txt; do
  folder=$(dirname "$file")
  {
    echo '#nullable enable'
    grep -F "/$folder/" "$log" | sed -nE "s/.*: (warning|error) RS0016: Symbol '(.*)' is not part of the declared public API.*/\2/p" | LC_ALL=C sort -u
  } >"$file.new"
  mv "$file.new" "$file"
done
wc -l src/*/PublicAPI.Unshipped.txt
