#!/usr/bin/env bash
# The system of docker-compose.yml without Docker: PostgreSQL, the sandbox tenant, two nodes, and nginx with the same configuration (deploy/nginx). To try it on one machine, and for the tests.
#
#   deploy/system.sh up FOLDER             starts everything, waits until it is ready, and prints the address; if that fails, stops what it has started
#   deploy/system.sh down FOLDER           stops everything; the folder stays
#   deploy/system.sh kill FOLDER NAME      ends one process at once (SIGKILL): node-a, node-b, sandbox
#   deploy/system.sh start FOLDER NAME     starts it again
#
# Needs nginx, PostgreSQL and the .NET runtime. Environment: SAMLSP_PORTS, five ports for nginx, node-a, node-b, sandbox, PostgreSQL (default "8080 8081 8082 8083 8084"); SAMLSP_SERVER, the built
# server's SamlSp.Server.dll. Files in FOLDER/includes/*.conf become part of nginx's server, those in FOLDER/servers/*.conf are further servers.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
usage() { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2; }
[ $# -ge 2 ] || usage
command=$1 folder=$2 name=${3:-}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
pids=$folder/pids logs=$folder/logs

if [ -f "$folder/ports" ]; then SAMLSP_PORTS=$(cat "$folder/ports"); fi
read -r port port_a port_b port_sandbox port_postgres <<<"${SAMLSP_PORTS:-8080 8081 8082 8083 8084}"
url=http://localhost:$port
server=${SAMLSP_SERVER:-$root/src/SamlSp.Server/bin/Release/net10.0/SamlSp.Server.dll}
postgres=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
metadata=http://127.0.0.1:$port_sandbox/sandbox/contoso.onmicrosoft.com/federationmetadata/2007-06/federationmetadata.xml

# PostgreSQL refuses to run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

# background NAME PROGRAM...: keeps running after this script, and keeps none of its pipes open.
background() {
  local of=$1
  shift
  setsid "$@" </dev/null >>"$logs/$of.log" 2>&1 &
  echo $! >"$pids/$of"
}

is_running() { [ -f "$pids/$1" ] && kill -0 "$(cat "$pids/$1")" 2>/dev/null; } # NAME

wait_for() { # URL NAME
  for _ in $(seq 600); do
    # Somebody else may answer at the same port: ours has to be alive.
    if ! is_running "$2"; then break; fi
    if curl -fsS -o /dev/null --max-time 2 "$1" 2>/dev/null && is_running "$2"; then return; fi
    sleep 0.1
  done
  echo "$2 is not ready:" >&2
  tail -20 "$logs/$2.log" >&2
  exit 1
}

start_postgres() {
  local data=$folder/postgres
  if [ ! -f "$data/data/PG_VERSION" ]; then
    mkdir -p "$data" "$folder/secrets"
    openssl rand -hex 32 | tr -d '\n' >"$folder/secrets/postgres-password"
    if [ "$(id -u)" = 0 ]; then
      chown postgres "$data" "$folder/secrets/postgres-password"
      chmod a+x "$folder"
    fi
    as_postgres "$postgres/initdb" -D "$data/data" -U samlsp -A scram-sha-256 --pwfile "$folder/secrets/postgres-password" -E UTF8 --no-sync >"$logs/initdb.log"
  fi
  if ! as_postgres "$postgres/pg_ctl" -D "$data/data" -w -l "$data/log" -o "-p $port_postgres -c listen_addresses=127.0.0.1 -c unix_socket_directories=$data" start >"$logs/postgres.log" 2>&1 </dev/null; then
    echo "postgres is not ready:" >&2
    tail -20 "$logs/postgres.log" "$data/log" >&2
    exit 1
  fi
  PGPASSWORD=$(cat "$folder/secrets/postgres-password") "$postgres/psql" -h 127.0.0.1 -p "$port_postgres" -U samlsp -d postgres -qAtc "SELECT 1 FROM pg_database WHERE datname = 'samlsp'" | grep -q 1 ||
    PGPASSWORD=$(cat "$folder/secrets/postgres-password") "$postgres/createdb" -h 127.0.0.1 -p "$port_postgres" -U samlsp samlsp
}

start_sandbox() {
  background sandbox env ASPNETCORE_ENVIRONMENT=Development SamlSp__BaseUrl="$url" SamlSp__Sandbox__Enabled=true SamlSp__Certificates__Directory="$folder/certs" \
    SamlSp__Storage__ConnectionString="Data Source=$folder/sandbox.db" dotnet "$server" --urls "http://127.0.0.1:$port_sandbox"
  wait_for "http://127.0.0.1:$port_sandbox/healthz/ready" sandbox
}

start_node() { # NAME PORT
  background "$1" env ASPNETCORE_ENVIRONMENT=Production SAMLSP_CONFIG="$root/deploy/sandbox/samlsp.json" SamlSp__BaseUrl="$url" SamlSp__Certificates__Directory="$folder/certs" \
    SamlSp__Organizations__sandbox__Connection__MetadataUrl="$metadata" SamlSp__Storage__Provider=PostgreSql SamlSp__Storage__PasswordFile="$folder/secrets/postgres-password" \
    SamlSp__Storage__ConnectionString="Host=127.0.0.1;Port=$port_postgres;Database=samlsp;Username=samlsp" SamlSp__Proxies__Known__0=127.0.0.1 dotnet "$server" --urls "http://127.0.0.1:$2"
}

# Fills in templates as the nginx image does: the variables of the environment, and no others.
fill() { # TEMPLATE TARGET
  sed -e "s|\${SAMLSP_LISTEN}|127.0.0.1:$port|g" -e "s|\${SAMLSP_NODE_A}|127.0.0.1:$port_a|g" -e "s|\${SAMLSP_NODE_B}|127.0.0.1:$port_b|g" \
    -e "s|\${SAMLSP_SANDBOX}|127.0.0.1:$port_sandbox|g" -e "s|\${SAMLSP_INCLUDES}|$folder/includes|g" "$1" >"$2"
}

start_nginx() {
  mkdir -p "$folder/nginx"
  fill "$root/deploy/nginx/samlsp.conf.template" "$folder/nginx/samlsp.conf"
  fill "$root/deploy/nginx/sandbox.conf.template" "$folder/includes/sandbox.conf"
  cat >"$folder/nginx/nginx.conf" <<EOF
$([ "$(id -u)" = 0 ] && echo "user root;")
daemon off;
pid $folder/nginx/nginx.pid;
error_log $logs/nginx-error.log;
events { worker_connections 1024; }
http {
    include /etc/nginx/mime.types;
    access_log $logs/nginx-access.log;
    client_body_temp_path $folder/nginx/body;
    proxy_temp_path $folder/nginx/proxy;
    fastcgi_temp_path $folder/nginx/fastcgi;
    scgi_temp_path $folder/nginx/scgi;
    uwsgi_temp_path $folder/nginx/uwsgi;
    include $folder/nginx/samlsp.conf;
    include $folder/servers/*.conf;
}
EOF
  background nginx nginx -p "$folder/nginx" -c "$folder/nginx/nginx.conf"
  wait_for "$url/healthz/ready" nginx
}

# end NAME SIGNAL
end() {
  [ -f "$pids/$1" ] || return 0
  local pid
  pid=$(cat "$pids/$1")
  rm -f "$pids/$1"
  kill "-$2" "$pid" 2>/dev/null || return 0
  for _ in $(seq 100); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || true
}

down() {
  for process in nginx node-a node-b sandbox; do end $process TERM; done
  if [ -f "$folder/postgres/data/postmaster.pid" ]; then as_postgres "$postgres/pg_ctl" -D "$folder/postgres/data" -w -m fast stop >/dev/null </dev/null; fi
}

up() {
  for process in nginx node-a node-b sandbox; do
    if is_running $process; then
      echo "$process is running already: deploy/system.sh down $folder" >&2
      exit 1
    fi
  done

  # What fails below, or is interrupted, leaves nothing running.
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'down || true' EXIT
  [ -f "$server" ] || dotnet build "$root/src/SamlSp.Server" -c Release -v quiet
  mkdir -p "$pids" "$logs" "$folder/includes" "$folder/servers"
  echo "$port $port_a $port_b $port_sandbox $port_postgres" >"$folder/ports"
  start_postgres
  start_sandbox
  start_node node-a "$port_a"
  start_node node-b "$port_b"
  wait_for "http://127.0.0.1:$port_a/healthz/ready" node-a
  wait_for "http://127.0.0.1:$port_b/healthz/ready" node-b
  start_nginx
  trap - EXIT INT TERM
  echo "$url"
}

case $command:$name in
  up:) up ;;
  down:) down ;;
  kill:node-a | kill:node-b | kill:sandbox) end "$name" KILL ;;
  start:node-a | start:node-b)
    node_port=$port_a
    if [ "$name" = node-b ]; then node_port=$port_b; fi
    start_node "$name" "$node_port"
    wait_for "http://127.0.0.1:$node_port/healthz/ready" "$name"
    ;;
  start:sandbox) start_sandbox ;;
  *) usage ;;
esac
