#!/bin/sh
# Makes .env (or the file that is named) for docker-compose.yml: new SECRETS and a new POSTGRES_PASSWORD, for its owner
# alone. Needs Docker and nothing else. Run again it changes nothing: every refresh token and key depends on SECRETS, and
# the database keeps its first password. What the file lacks of the two is added.
set -eu
file=${1:-"$(dirname "$0")/../.env"}

has() {
  [ -e "$file" ] && grep -Eq "^[[:space:]]*(export[[:space:]]+)?$1[[:space:]]*=[[:space:]]*[\"']?[^\"'[:space:]]" "$file"
}
missing=
for name in SECRETS POSTGRES_PASSWORD; do
  if ! has "$name"; then missing="$missing|$name"; fi
done
if [ -z "$missing" ]; then
  echo "$file has SECRETS and POSTGRES_PASSWORD; nothing is changed." >&2
  exit 0
fi

echo "Building the image that makes them …" >&2
image=$(docker build --quiet --target auth-server "$(dirname "$0")/..")
umask 077
made=$(docker run --rm --network none --read-only "$image" regrant secret init --with POSTGRES_PASSWORD)
lines=$(printf '%s\n' "$made" | grep -E "^(${missing#|})=")
if [ -e "$file" ]; then
  chmod go= "$file"
  [ -z "$(tail -c 1 "$file")" ] || echo >>"$file"
fi
printf '%s\n' "$lines" >>"$file"
for name in SECRETS POSTGRES_PASSWORD; do
  case "$missing|" in
    *"|$name|"*) echo "Added $name to $file." >&2 ;;
    *) echo "Kept $name in $file." >&2 ;;
  esac
done
