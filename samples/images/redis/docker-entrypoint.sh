#!/bin/bash
# Runs Redis as the redis user. `docker-entrypoint.sh --appendonly yes` and `docker-entrypoint.sh my.conf` do too.
set -eu

case "${1:-}" in -* | *.conf) set -- redis-server "$@" ;; esac
[ "${1:-}" = redis-server ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
    find . ! -user redis -exec chown redis '{}' +
    exec setpriv --reuid=redis --regid=redis --init-groups "${BASH_SOURCE[0]}" "$@"
fi

# Who reaches a container is the network's business; Redis would answer only itself without a password.
configuration=
case "${2:-}" in *.conf) configuration=$2 ;; esac
if [[ " $* " != *" --protected-mode "* ]] && ! grep -qs '^protected-mode' "${configuration:-/dev/null}"; then
    set -- "$@" --protected-mode no
fi
exec "$@"
