#!/bin/sh
# For any other CI on a Debian 12: run the suite on the targets named, report, and fail on what is not as expected.
#
#     gate.sh WINCANCEL [TARGET...]
#
# WINCANCEL is the directory of the suite; without a target wine-8.0 and wine-10.0. Exit codes: 0 as expected, 1 not,
# 2 wrong usage, 3 no valid run.
set -eu

[ $# -ge 1 ] || { echo "usage: gate.sh WINCANCEL [TARGET...]" >&2; exit 2; }
cd "$1"
shift
[ $# -ge 1 ] || set -- wine-8.0 wine-10.0

for target in "$@"; do
    ./wincancel run -t "$target" --no-gate
done
./wincancel report "$@"
mkdir -p out/junit
for target in "$@"; do
    ./wincancel export "$target" --format junit -o "out/junit/$target.xml"
done
exec ./wincancel gate "$@"
