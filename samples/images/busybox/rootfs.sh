#!/bin/sh
# Lays out the root file system of the busybox image in the directory $1.
set -eu
mkdir -p "$1/bin" "$1/etc" "$1/home" "$1/root" "$1/tmp" "$1/usr/sbin" "$1/usr/bin" "$1/var/www"
chmod 700 "$1/root"
chmod 1777 "$1/tmp"
cp /bin/busybox "$1/bin/busybox"
for applet in $(/bin/busybox --list); do
    [ "$applet" = busybox ] || ln "$1/bin/busybox" "$1/bin/$applet"
done
cat > "$1/etc/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
END
cat > "$1/etc/group" <<'END'
root:x:0:
daemon:x:1:
users:x:100:nobody
www-data:x:33:
nogroup:x:65534:
END
