#!/usr/bin/env bash
# Installs the AMQP clients that the interoperability tests drive, builds their agents, and installs the sample in
# JavaScript, all into the directory given.
# Idempotent: what is there already is left alone. Anything that cannot be installed fails the build with its reason,
# because a skipped client is an untested client.
set -euo pipefail

out=${1:?usage: install.sh DIRECTORY}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$out"

die() { echo "install.sh: $*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo > /dev/null; then sudo -n "$@"
    else die "need root or sudo to run: $*"
    fi
}

packages=()
/usr/bin/python3 -c 'import proton' 2> /dev/null || packages+=(python3 python3-qpid-proton)
[ -e /usr/include/proton/container.hpp ] || packages+=(libqpid-proton-cpp12-dev)
command -v g++ > /dev/null || packages+=(g++)
command -v npm > /dev/null || packages+=(nodejs npm)
command -v openssl > /dev/null || packages+=(openssl)
command -v mkfs.ext4 > /dev/null || [ -x /sbin/mkfs.ext4 ] || packages+=(e2fsprogs)
command -v mkfs.xfs > /dev/null || [ -x /sbin/mkfs.xfs ] || packages+=(xfsprogs)
if [ "${#packages[@]}" -gt 0 ]; then
    command -v apt-get > /dev/null || die "missing ${packages[*]}, and there is no apt-get to install them with"
    echo "installing ${packages[*]}"
    as_root apt-get -q update > "$out/apt.log" 2>&1 || { tail -20 "$out/apt.log" >&2; die "apt-get update failed"; }
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${packages[@]}" \
        >> "$out/apt.log" 2>&1 || { tail -20 "$out/apt.log" >&2; die "apt-get install ${packages[*]} failed"; }
fi

# npm_project SOURCE NAME: copies a project with its sources, and installs exactly what its lock file says.
npm_project() {
    local source=$1 target=$out/$2
    if ! cmp -s "$source/package-lock.json" "$target/package-lock.json" || [ ! -d "$target/node_modules/rhea" ]; then
        rm -rf "$target"
        mkdir -p "$target"
        cp "$source/package.json" "$source/package-lock.json" "$target/"
        (cd "$target" && npm ci --no-audit --no-fund --loglevel=error) || { rm -rf "$target"; die "npm ci failed for $2"; }
    fi
    cp "$source"/*.js "$target/"
}
npm_project "$here/rhea" rhea
npm_project "$here/../../../../samples/order-node" order-node

mkdir -p "$out/proton-python"
cp "$here/proton-python/agent.py" "$out/proton-python/"
/usr/bin/python3 -c 'import proton' || die "python3-qpid-proton is installed but does not load"

mkdir -p "$out/proton-cpp"
if [ ! -x "$out/proton-cpp/agent" ] || [ "$here/proton-cpp/agent.cpp" -nt "$out/proton-cpp/agent" ]; then
    g++ -std=c++17 -O1 -o "$out/proton-cpp/agent" "$here/proton-cpp/agent.cpp" -lqpid-proton-cpp -lpthread \
        || die "the proton C++ agent does not compile"
fi
echo "clients ready in $out"
