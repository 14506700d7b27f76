#!/bin/sh
# Makes the content of one layer of the files image: layers.sh first|second|third [DIRECTORY].
set -eu
PATH=/bin:/usr/bin:/sbin:/usr/sbin
if [ -x /bin/busybox ]; then
    # The image has no other program.
    for name in chmod chown ln mkdir mkfifo mknod rm; do
        # shellcheck disable=SC2139
        alias "$name=/bin/busybox $name"
    done
fi

# Everything that layers above change, and what is easily lost on the way: modes, owners, times, attributes.
first() {
    mkdir -p plain removed hidden/old/deep swapped-directory links modes owners times sparse attributes names
    echo first > plain/kept
    echo first > plain/rewritten
    echo first > plain/deleted
    echo first > plain/deleted-and-back
    echo first > removed/with-its-directory
    echo first > hidden/old/deep/file
    echo first > hidden/file
    echo first > swapped-directory/file
    echo first > swapped-file
    echo first > links/one
    ln links/one links/two
    ln -s one links/relative
    ln -s /links/one links/absolute
    ln -s nowhere links/dangling
    ln -s ../../../../etc/passwd links/outside
    echo first > modes/setuid && chmod 4755 modes/setuid
    echo first > modes/setgid && chmod 2755 modes/setgid
    echo first > modes/none && chmod 0000 modes/none
    mkdir modes/sticky modes/shared && chmod 1777 modes/sticky && chmod 2770 modes/shared
    echo first > owners/user && chown 1000:1000 owners/user
    echo first > owners/large && chown 2000000:3000000 owners/large
    ln -s user owners/link && chown -h 1000:1000 owners/link
    truncate -s 16M sparse/hole
    echo end >> sparse/hole
    cp /bin/true attributes/capable && setcap cap_net_bind_service+ep attributes/capable
    echo first > attributes/commented && setfattr -n user.comment -v 'as it was' attributes/commented
    echo first > "names/with space"
    echo first > names/ümläut
    echo first > "names/$(printf '%0120d' 7)"
    echo first > times/file
    touch -d 2001-02-03T04:05:06Z times/file times
}

# What the kernel's overlay writes for a change above: whiteouts, an opaque directory, copies with links cut.
second() {
    echo second > plain/rewritten
    rm plain/deleted plain/deleted-and-back
    rm -r removed
    rm -r hidden && mkdir hidden && echo second > hidden/new
    rm -r swapped-directory && echo second > swapped-directory
    rm swapped-file && mkdir swapped-file && echo second > swapped-file/file
    ln links/one links/three
    chmod 0640 plain/kept
    mkdir special
    mkfifo special/fifo
    mknod special/null c 1 3 && chmod 666 special/null
}

# Changes of changes.
third() {
    echo third > plain/deleted-and-back
    rm links/two
    mkdir -p hidden/old && echo third > hidden/old/again
    chown 0:7 swapped-file/file
}

mkdir -p "${2:-/}"
cd "${2:-/}"
"$1"
