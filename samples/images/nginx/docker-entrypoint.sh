#!/bin/sh
# Runs the executable files of /docker-entrypoint.d in the order of their names, then the command.
set -eu

for file in /docker-entrypoint.d/*.sh; do
    if [ -x "$file" ]; then
        echo "running $file"
        "$file"
    fi
done
exec "$@"
