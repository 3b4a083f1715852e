#!/usr/bin/env bash
# Installs what the tests need (Debian, through apt, when something is missing), builds everything, and runs every test.
# The last line counts them: "N passed, N failed". Exit code 0 only when nothing failed.
#
#   ./test.sh                    everything
#   ./test.sh Protocol Claims    only the test projects whose names contain one of the words
set -euo pipefail
cd "$(dirname "$0")"
PATH=$PATH:/usr/sbin
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 SAMLSP_REQUIRE_POSTGRESQL=1

needs() { # command package
  command -v "$1" >/dev/null || missing+=("$2")
}
missing=()
needs xmlsec1 xmlsec1
needs xmllint libxml2-utils
needs chromium chromium
needs php php-cli
needs openssl openssl
needs curl curl
needs faketime faketime
needs nginx nginx-light
needs caddy caddy
needs pgbouncer pgbouncer
docker compose version >/dev/null 2>&1 || needs docker-compose docker-compose
# The identity providers of the interoperability tests.
needs node nodejs
needs npm npm
needs starman starman
[ -f /usr/share/lemonldap-ng/portal/htdocs/index.psgi ] || missing+=(liblemonldap-ng-portal-perl liblasso-perl libxml-simple-perl)
[ -f /usr/share/perl5/IO/String.pm ] || missing+=(libio-string-perl)
[ -f /usr/share/perl5/GD/SecurityImage.pm ] || missing+=(libgd-securityimage-perl libimage-magick-perl)
[ -d /usr/lib/python3/dist-packages/saml2 ] || missing+=(python3-pysaml2)
[ -f /usr/lib/python3/dist-packages/lasso.py ] || missing+=(python3-lasso)
[ -d /usr/share/simplesamlphp ] || missing+=(simplesamlphp php-cli php-xml php-mbstring php-sqlite3)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${missing[*]}"
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -qq
  ${sudo:-} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

peers=tests/SamlSp.Interop.Tests/Peers/node
if [ ! $peers/node_modules/.package-lock.json -nt $peers/package-lock.json ]; then
  npm ci --prefix $peers --ignore-scripts --no-audit --no-fund --loglevel=error
fi

configuration=Release
if ! dotnet build SamlSp.sln -c $configuration -v quiet; then
  echo "0 passed, 1 failed"
  exit 1
fi

passed=0 failed=0
run() { # project
  local log status=0
  log=$(mktemp)
  dotnet test "$1" -c $configuration --no-build --logger "console;verbosity=minimal" 2>&1 | tee "$log" || status=$?
  local p f
  p=$(sed -nE 's/.*Passed: *([0-9]+).*/\1/p' "$log" | tail -1)
  f=$(sed -nE 's/.*Failed: *([0-9]+).*/\1/p' "$log" | tail -1)
  # A run that ends without a count, or badly with no failed test, has failed.
  if [ -z "$p" ] || { [ $status -ne 0 ] && [ "${f:-0}" = 0 ]; }; then f=$((${f:-0} + 1)); fi
  passed=$((passed + ${p:-0}))
  failed=$((failed + ${f:-0}))
  rm -f "$log"
}

rm -f artifacts/catalogue.txt
for project in tests/*/*.Tests.csproj; do
  if [ $# -gt 0 ]; then
    wanted=
    for word in "$@"; do [[ $project == *"$word"* ]] && wanted=1; done
    [ -n "$wanted" ] || continue
  fi
  run "$project"

  # Provisioning is held to the same tests on both databases.
  if [[ $project == *Scim.Tests.csproj ]]; then SAMLSP_TEST_STORE=PostgreSql run "$project"; fi
done

# The catalogue of attacks, group by group, as the tests have just found it.
if [ -f artifacts/catalogue.txt ]; then cat artifacts/catalogue.txt; fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
