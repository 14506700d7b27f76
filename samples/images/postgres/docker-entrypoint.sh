#!/bin/bash
# Runs PostgreSQL. An empty data directory becomes a cluster first, as these variables say:
#
#   POSTGRES_PASSWORD          of the superuser; required unless the method below is "trust"
#   POSTGRES_USER              the superuser (postgres)
#   POSTGRES_DB                a database made for it (named like the user)
#   POSTGRES_INITDB_ARGS       more arguments for initdb
#   POSTGRES_INITDB_WALDIR     a directory of its own for the write-ahead log
#   POSTGRES_HOST_AUTH_METHOD  how clients from other hosts authenticate (scram-sha-256)
#
# The first four can be given as a file's content by <NAME>_FILE. Then the files of
# /docker-entrypoint-initdb.d are run in the order of their names: *.sh, *.sql, *.sql.gz.
set -Eeuo pipefail

fail() {
    printf 'postgres image: %s\n' "$@" >&2
    exit 1
}

# Sets the variable $1 to its own value, to the content of the file that $1_FILE names, or to $2.
setting() {
    local file="${1}_FILE"
    if [ -n "${!file:-}" ]; then
        [ -z "${!1:-}" ] || fail "$1 and $file are both set, keep one of them"
        export "$1=$(< "${!file}")"
    else
        export "$1=${!1:-${2:-}}"
    fi
    unset "$file"
}

read_settings() {
    setting POSTGRES_PASSWORD
    setting POSTGRES_USER postgres
    setting POSTGRES_DB "$POSTGRES_USER"
    setting POSTGRES_INITDB_ARGS
    : "${POSTGRES_HOST_AUTH_METHOD:=}"
    if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
        fail "the database is new and its superuser has no password" \
            "set POSTGRES_PASSWORD, for example: -e POSTGRES_PASSWORD=secret" \
            "or let everybody in without one (not advised): POSTGRES_HOST_AUTH_METHOD=trust"
    fi
}

# Gives the data directory and the socket's to the postgres user.
own_directories() {
    local wal=${POSTGRES_INITDB_WALDIR:-}
    mkdir -p "$PGDATA" /var/run/postgresql ${wal:+"$wal"}
    chmod 0700 "$PGDATA"
    chmod 3777 /var/run/postgresql
    find "$PGDATA" /var/run/postgresql ${wal:+"$wal"} ! -user postgres -exec chown postgres '{}' +
}

make_cluster() {
    local arguments=(--username="$POSTGRES_USER") password=
    if [ -n "$POSTGRES_PASSWORD" ]; then
        # The pipe lives as long as the command line it stands in, hence in the text below.
        password='--pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD")'
    fi
    if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then
        arguments+=(--waldir="$POSTGRES_INITDB_WALDIR")
    fi
    # The variable holds shell words, quotes included.
    eval "initdb \"\${arguments[@]}\" $password $POSTGRES_INITDB_ARGS"
    local method=${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption -D "$PGDATA")}
    printf '\nhost all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"
}

run_sql() { # DATABASE ARGUMENT…
    PGPASSWORD=$POSTGRES_PASSWORD psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --no-password \
        --username "$POSTGRES_USER" --dbname "$1" "${@:2}"
}

make_database() {
    if [ "$POSTGRES_DB" != postgres ]; then
        run_sql postgres --set "name=$POSTGRES_DB" <<< 'CREATE DATABASE :"name";'
    fi
}

# A script without the executable bit is read by this shell, so that it can set variables for the next.
run_script() {
    # shellcheck disable=SC1090
    if [ -x "$1" ]; then "$1"; else . "$1"; fi
}

run_init_files() {
    local file
    for file in /docker-entrypoint-initdb.d/*; do
        case "$file" in
            *.sh) echo "running $file"; run_script "$file" ;;
            *.sql) echo "running $file"; run_sql "$POSTGRES_DB" --file "$file" ;;
            *.sql.gz) echo "running $file"; gunzip --stdout "$file" | run_sql "$POSTGRES_DB" ;;
            '/docker-entrypoint-initdb.d/*') ;;
            *) echo "ignoring $file" ;;
        esac
    done
}

# Fills the new cluster through a server that only its own socket reaches, so that no client meets it half made.
initialise() {
    local options="-c listen_addresses='' -p 5432"
    if [ $# -gt 0 ]; then options="$(printf '%q ' "$@")$options"; fi
    read_settings
    make_cluster
    PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -w start -o "$options"
    make_database
    run_init_files
    PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -m fast -w stop
    unset POSTGRES_PASSWORD
    echo "the database is ready to start"
}

only_asks() {
    local argument
    for argument; do
        case "$argument" in
            -'?' | --help | --describe-config | -V | --version | -C) return 0 ;;
        esac
    done
    return 1
}

case "${1:-}" in -*) set -- postgres "$@" ;; esac
if [ "${1:-}" = postgres ] && ! only_asks "$@"; then
    if [ "$(id -u)" = 0 ]; then
        own_directories
        exec setpriv --reuid=postgres --regid=postgres --init-groups "${BASH_SOURCE[0]}" "$@"
    fi
    if [ -s "$PGDATA/PG_VERSION" ]; then
        echo "the database exists, nothing to initialise"
    else
        initialise "${@:2}"
    fi
fi
exec "$@"
