#!/usr/bin/env bash
# Starts docker-compose.yml: creates the database's password at the first start, builds the image, and waits until the system is ready.
#
#   deploy/up.sh [--sandbox] [options of "docker compose up"]
set -euo pipefail
cd "$(dirname "$0")/.."

files=(-f docker-compose.yml)
if [ "${1:-}" = --sandbox ]; then
  files+=(-f deploy/compose.sandbox.yml)
  shift
fi

secret=deploy/secrets/postgres-password
if [ ! -s $secret ]; then
  # The folder is closed to other users. The file itself must be readable by the containers' own users.
  mkdir -p deploy/secrets
  chmod 700 deploy/secrets
  openssl rand -hex 32 | tr -d '\n' >$secret
  chmod 644 $secret
fi

docker compose "${files[@]}" up --build --detach --wait "$@"
echo "Ready: ${SAMLSP_BASE_URL:-http://localhost:8080}"
