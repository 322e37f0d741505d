#!/bin/sh
# Makes .env (or the file that is named) for docker-compose.yml: new SECRETS and a new POSTGRES_PASSWORD, for its owner
# alone. Needs Docker and nothing else. Never writes over a file: every refresh token and key depends on its SECRETS.
set -eu
file=${1:-"$(dirname "$0")/../.env"}
if [ -e "$file" ]; then
  echo "$file is there already and stays as it is." >&2
  exit 1
fi
echo "Building the image that makes them …" >&2
image=$(docker build --quiet --target auth-server "$(dirname "$0")/..")
umask 077
made=$(docker run --rm --network none --read-only "$image" regrant secret init --with POSTGRES_PASSWORD)
printf '%s\n' "$made" >"$file"
