#!/usr/bin/env bash
# A new adopter's steps: packages from a feed, an app from the template, the first sign-in. Only the feed comes from this repository.
#
#   tests/packages.sh [--no-build] [FOLDER]     FOLDER is kept when it is given: feed/ has the packages, MyApp/ the app, Minimal/ the sample built from packages
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1
build=() configuration=${CONFIGURATION:-Release}
if [ "${1:-}" = --no-build ]; then build=(--no-build); shift; fi
version=0.1.0-check.$(date +%s)
folder=${1:-$(mktemp -d)}
feed=$folder/feed
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  # Packages of this version are of no use to anybody later.
  rm -rf "${NUGET_PACKAGES:-$HOME/.nuget/packages}"/samlsp.*/"$version"
  [ $# -gt 0 ] || rm -rf "$folder"
}
trap 'cleanup "$@"' EXIT
step() { echo "== $*"; }

step "Packing $version"
mkdir -p "$feed"
(cd "$root" && dotnet tool restore >/dev/null)
dotnet pack "$root/SamlSp.sln" -c "$configuration" "${build[@]}" -p:PackageVersion="$version" -p:RunAnalyzers=false -o "$feed" -v quiet -clp:ErrorsOnly
for project in "$root"/src/*/*.csproj; do
  package=$(basename "$project" .csproj)
  [ "$package" != SamlSp.Server ] || continue
  [ -f "$feed/$package.$version.nupkg" ] || { echo "There is no package $package." >&2; exit 1; }
  [ "$package" != SamlSp.Tool ] || continue
  contents=$(unzip -l "$feed/$package.$version.nupkg")
  for part in README.md LICENSE icon.png sbom/bom.json "lib/net10.0/$package.dll" "lib/net10.0/$package.xml"; do
    grep -q " $part\$" <<<"$contents" || { echo "$package has no $part." >&2; exit 1; }
  done
  contents=$(unzip -l "$feed/$package.$version.snupkg")
  grep -q " lib/net10.0/$package.pdb\$" <<<"$contents" || { echo "$package has no symbols." >&2; exit 1; }
done

for package in SamlSp.AspNetCore SamlSp.Directory; do
  for part in "$package.targets" ConfigurationSchema.json; do
    unzip -l "$feed/$package.$version.nupkg" | grep -q " buildTransitive/$part\$" || { echo "$package has no $part." >&2; exit 1; }
  done
done
if unzip -p "$feed/SamlSp.AspNetCore.$version.nupkg" SamlSp.AspNetCore.nuspec | grep -q 'url="file:'; then
  echo "The package names a repository that only this machine has." >&2
  exit 1
fi

# The local feed comes first; what it does not have comes from where this user's packages always come from.
cat >"$folder/nuget.config" <<END
<configuration><packageSources><add key="samlsp" value="$feed" /></packageSources></configuration>
END
# The build stands on its own: no settings of a repository above it.
echo '<Project />' | tee "$folder/Directory.Build.props" "$folder/Directory.Build.targets" >"$folder/Directory.Packages.props"

step "The tool"
dotnet tool install SamlSp.Tool --tool-path "$folder/tools" --version "$version" --configfile "$folder/nuget.config" >/dev/null
echo '{"userType": "Guest"}' >"$folder/user.json"
[ "$("$folder/tools/samlsp" eval 'IIF([userType]="Guest", "/guests", "/")' --attributes "$folder/user.json")" = /guests ]

step "An app from the template"
hive=$folder/hive
dotnet new install "$feed/SamlSp.Templates.$version.nupkg" --debug:custom-hive "$hive" >/dev/null
for store in Memory Sqlite; do
  app=$folder/$([ $store = Sqlite ] && echo MyApp || echo InMemory)
  (cd "$folder" && dotnet new samlsp --name "$(basename "$app")" --Store $store --debug:custom-hive "$hive" >/dev/null)
  dotnet build "$app" -c Debug -v quiet
  (cd "$app" && dotnet user-secrets set SamlSp:Certificates:Password none >/dev/null && dotnet user-secrets clear)
done

step "The sample, from packages"
mkdir "$folder/Minimal"
cp "$root/samples/Minimal/"* "$folder/Minimal/" 2>/dev/null || true
sed -i 's|<Project Sdk="Microsoft.NET.Sdk.Web">|&<PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>|' "$folder/Minimal/Minimal.csproj"
dotnet build "$folder/Minimal" -c Debug -p:SamlSpVersion="$version" -v quiet

step "The first sign-in"
url=$(sed -nE 's/.*"applicationUrl": "([^"]+)".*/\1/p' "$folder/MyApp/Properties/launchSettings.json")
cd "$folder/MyApp"
ASPNETCORE_ENVIRONMENT=Development bin/Debug/net10.0/MyApp --urls "$url" >"$folder/app.log" 2>&1 &
server=$!
for _ in $(seq 300); do
  curl --silent --output /dev/null "$url/Saml2" && break
  kill -0 $server || { cat "$folder/app.log" >&2; exit 1; }
  sleep 0.2
done
for account in alice@ charlie@ user@; do
  said=$("$root/tests/sign-in.sh" "$url" $account)
  echo "$said"
  case $account in
    alice@) [[ $said == "Hello, alice@example.com. You are in / of sandbox,"* ]] ;;
    *) [[ $said == "Hello, ${account%@}_"*"@example.com. You are in /guests of sandbox,"* ]] ;;
  esac || { cat "$folder/app.log" >&2; exit 1; }
done
step "Done"
