#!/bin/sh
# What takes too long for every change, once a night: each fault of the reference must be noticed, and each line of the
# suites and of the framework that does not run on it be explained.
#
#     nightly.sh
#
# All of it is run, also after a failure. Exit codes: 0 as expected, 1 not, 3 no valid run, of the last that failed.
set -u

cd "$(dirname "$0")/.." || exit 3
status=0
./wincancel mutants --idle || status=$?
./wincancel mutants -t wine-8.0-i686 --out out/i686 || status=$? # some faults are of one ABI only
./wincancel coverage || status=$?
exit "$status"
