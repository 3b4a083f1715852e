#!/usr/bin/env bash
# Counts what five requests pass through: the methods of SamlSp that are compiled for the first time during each of them.
#
#   bench/walks/run.sh [REPOSITORY] [OUTPUT]
#
# REPOSITORY is a checkout whose server is built (dotnet build src/SamlSp.Server -c Release); by default this one, which is built first.
# OUTPUT is a folder for the lists of methods; by default artifacts/walks. Needs the .NET SDK, curl and the usual GNU tools.
#
# The sandbox plays the identity provider while the requests are prepared. Each request is then sent to a new process, which has done nothing
# but start; its store is a copy of what was prepared. "sign-in, same process" is the exception: there the process has sent the AuthnRequest and played the
# identity provider before, so the code that both sides share is compiled already.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
repository=$(cd "${1:-$root}" && pwd)
output=${2:-$root/artifacts/walks}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
[ "$repository" != "$root" ] || dotnet build "$root/src/SamlSp.Server" -c Release -v quiet -p:RunAnalyzersDuringBuild=false
dotnet build "$here" -c Release -v quiet -p:RunAnalyzersDuringBuild=false
server=$repository/src/SamlSp.Server/bin/Release/net10.0/SamlSp.Server.dll
[ -f "$server" ] || { echo "$server does not exist: dotnet build src/SamlSp.Server -c Release" >&2; exit 1; }

mkdir -p "$output"
output=$(cd "$output" && pwd)
work=$(mktemp -d)
pid=
stop() { # waits for the process that start has started
  [ -z "$pid" ] || { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; }
  pid=
}
trap 'stop; rm -rf "$work"' EXIT
port=${SAMLSP_WALKS_PORT:-5397}
url=http://127.0.0.1:$port
scim=$url/scim/v2/sandbox/Users
token=walk-token-4f1c0b7ad5e94a0e9d2b6c8f7e3a1d50
tenant=3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11

# The same organization with and without the sandbox; without it, the metadata comes from a file.
settings() { # file, sandbox, more of the connection
  cat >"$1" <<JSON
{ "SamlSp": {
  "BaseUrl": "$url", "Certificates": { "Directory": "$work/certs" }, "Sandbox": { "Enabled": $2 },
  "Storage": { "Provider": "Sqlite", "ConnectionString": "Data Source=$work/data/samlsp.db" },
  "Organizations": { "sandbox": {
    "DisplayName": "Contoso (sandbox)", "Domains": ["example.com", "altostrat.com", "hotmail.com"], "PrimaryDomain": "example.com",
    "TenantDomain": "contoso.onmicrosoft.com", "Connection": { "AllowUnsolicited": true, "SignRequests": true $3 },
    "Roles": { "owner": ["0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c02"] }, "Provisioning": { "Tokens": ["$token"] } } } } }
JSON
}
settings "$work/sandbox.json" true ""
settings "$work/walk.json" false ", \"MetadataFile\": \"$work/metadata.xml\""

# Every method is compiled once and stays as it is; the compiler writes a line for each, and stdbuf lets it out at once.
start() { # settings, log
  mkdir -p "$work/data"
  (
    cd "$work"
    export SAMLSP_CONFIG=$1 ASPNETCORE_ENVIRONMENT=Development Logging__LogLevel__Default=None
    export DOTNET_JitDisasmSummary=1 DOTNET_TC_CallCounting=0 DOTNET_TieredPGO=0
    unset DOTNET_JitStdOutFile
    exec stdbuf -oL dotnet "$server" --urls "$url"
  ) >"$2" 2>&1 &
  pid=$!
  for _ in $(seq 300); do
    if curl -sf -o /dev/null "$url/healthz/ready"; then
      sleep "${SAMLSP_WALKS_SETTLE:-3}"
      return
    fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  echo "The server did not start:" >&2
  grep -v 'JIT compiled' "$2" >&2 || true
  exit 1
}

browse() { # jar, curl's arguments; the page goes to stdout
  local jar=$1
  shift
  curl -sS --fail-with-body --cookie "$jar" --cookie-jar "$jar" -H 'Accept: text/html' "$@"
}
# The value of an attribute of the first tag of a page on stdin that has a text in it.
in_page() { # tag, text in it, attribute
  tr '\n' ' ' | grep -o "<$1 [^>]*>[^<]*" | grep -i -m 1 -F -- "$2" | sed -nE "s/.* $3=\"([^\"]*)\".*/\1/p" | sed 's/&#x2B;/+/g; s/&#43;/+/g; s/&quot;/"/g; s/&amp;/\&/g'
}

# Signs in as far as the identity provider's answer, which goes to FILE.response and FILE.relay.
answer() { # jar, user, file
  browse "$1" -L "$url/Saml2/SignIn?organization=sandbox&ReturnUrl=%2Fsession" >"$work/pick.html"
  browse "$1" -H "Origin: $url" --data-urlencode "user=$2" --data-urlencode "SAMLRequest=$(in_page input 'name="SAMLRequest"' value <"$work/pick.html")" \
    --data-urlencode "RelayState=$(in_page input 'name="RelayState"' value <"$work/pick.html")" "$url$(in_page form /login action <"$work/pick.html")" >"$work/post.html"
  in_page input 'name="SAMLResponse"' value <"$work/post.html" | tr -d '\n' >"$3.response"
  in_page input 'name="RelayState"' value <"$work/post.html" | tr -d '\n' >"$3.relay"
}
consume() { # jar, file
  browse "$1" -o "$work/acs.html" -w '%{http_code}' -H "Origin: $url" --data-urlencode "SAMLResponse@$2.response" --data-urlencode "RelayState@$2.relay" "$url/Saml2/Acs"
}
patch() { # id
  curl -sS -o "$work/patch.json" -w '%{http_code}' -X PATCH -H "Authorization: Bearer $token" -H 'Content-Type: application/scim+json' \
    -d '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"active","value":"False"}]}' "$scim/$1"
}

# Takes down which methods were compiled first during a request, and checks its status.
walk() { # name, expected status, command
  local name=$1 expected=$2 from to status
  shift 2
  from=$(wc -l <"$work/log")
  status=$("$@")
  sleep 0.5
  to=$(wc -l <"$work/log")
  [ "$status" = "$expected" ] || { echo "$name: status $status, not $expected" >&2; exit 1; }
  sed -n "$((from + 1)),${to}p" "$work/log" | grep 'JIT compiled' >"$output/$name.jit"
}
fresh() { # snapshot
  stop
  rm -rf "$work/data"
  cp -r "$work/$1" "$work/data"
  start "$work/walk.json" "$work/log"
}

# 1. Prepare: an answer that is not sent yet, two users who are signed in, the form of the console, and a LogoutRequest.
start "$work/sandbox.json" "$work/log"
answer "$work/new.jar" alice "$work/new"
curl -sSf -o "$work/metadata.xml" "$url/sandbox/$tenant/federationmetadata/2007-06/federationmetadata.xml"
stop
cp -r "$work/data" "$work/before"
start "$work/sandbox.json" "$work/log"
curl -sSf -o "$work/metadata2.xml" "$url/sandbox/$tenant/federationmetadata/2007-06/federationmetadata.xml"
answer "$work/alice.jar" alice "$work/alice"
walk sign-in-same-process 303 consume "$work/alice.jar" "$work/alice"
answer "$work/charlie.jar" charlie "$work/charlie"
consume "$work/charlie.jar" "$work/charlie" >/dev/null
id=$(curl -sSf -H "Authorization: Bearer $token" "$scim" | tr '{' '\n' | grep -i charlie | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4)
[ -n "$id" ] || id=$(curl -sSf -H "Authorization: Bearer $token" "$scim?filter=userName%20eq%20%22charlie_altostrat.com%40example.com%22" | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4)
page=$(browse "$work/alice.jar" -L "$url/console/users" | grep -o 'href="[^"]*/users/[^"?]*' | cut -d'"' -f2 | grep -F "$id" | head -1)
browse "$work/alice.jar" "$url$page" >"$work/user.html"
action=$(in_page form handler=Suspend action <"$work/user.html")
secret=$(in_page input __RequestVerificationToken value <"$work/user.html")
browse "$work/charlie.jar" -X POST -H "Origin: $url" "$url/sandbox/$tenant/signout" >"$work/signout.html"
logout=$(in_page iframe LogoutRequest src <"$work/signout.html" || true)
[ -n "$logout" ] || logout=$(in_page iframe SAMLRequest src <"$work/signout.html")
stop
cp -r "$work/data" "$work/after"

suspend() { browse "$work/alice.jar" -o "$work/suspended.html" -w '%{http_code}' -H "Origin: $url" --data-urlencode "__RequestVerificationToken=$secret" "$url$action"; }
session() { curl -sS -o "$work/session.json" -w '%{http_code}' --cookie "$work/alice.jar" "$url/session"; }
log_out() { curl -sS -o "$work/logout.html" -w '%{http_code}' "$logout"; }

# 2. One new process for each request.
fresh before
walk sign-in 303 consume "$work/new.jar" "$work/new"
mv "$work/metadata2.xml" "$work/metadata.xml"
fresh after
walk session 200 session
fresh after
walk scim-patch 200 patch "$id"
fresh after
walk suspend 302 suspend
fresh after
walk logout 302 log_out
stop

# 3. Count.
dotnet "$here/bin/Release/net10.0/SamlSp.Walks.dll" "$(dirname "$server")" "$repository" "$output" sign-in-same-process sign-in session scim-patch suspend logout
