#!/usr/bin/env bash
# Writes the JSON schemas of the settings anew, from the options and their XML docs. A test holds them.
set -euo pipefail
cd "$(dirname "$0")/.."
SAMLSP_WRITE_SCHEMA=1 dotnet test tests/SamlSp.Server.Tests -c Release -p:RunAnalyzersDuringBuild=false --filter Schema_OfEachPackage
