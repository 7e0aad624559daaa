#!/bin/sh
# Breaks things under the feet of index and program, and prints a line of figures for each kind of fault:
# see RELIABILITY.md. LONG=1 is the form for hours.
# SWIFT and SCRATCH as in the Makefile; TOOL is the program; SEED repeats what a run has drawn; SECONDS_EACH
# and EXECUTIONS bound each fuzz target; PARTS are those wanted of `fuzz damage model crash program`; KEEP=1
# adds inputs that come to new code to the saved ones.
set -eu
SWIFT=${SWIFT:-swift}
SCRATCH=${SCRATCH:-.build}
PARTS=${PARTS:-fuzz damage model crash program}
SEED=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
LONG=${LONG:-}
failed=0
echo "torture: seed $SEED${LONG:+, long form}"

# The tests with long forms are compiled for speed, under the address sanitizer, and with counters of the
# code that is come to. Options of a command line, for no package may ask for them.
export SEARCH_ONLY_TORTURE=1 SEARCH_TORTURE="${LONG:+long}" SEARCH_TORTURE_SEED="$SEED" LC_ALL=C.UTF-8
SEARCH_TORTURE=${SEARCH_TORTURE:-short}
[ -z "${SECONDS_EACH:-}" ] || export SEARCH_TORTURE_SECONDS="$SECONDS_EACH"
[ -z "${EXECUTIONS:-}" ] || export SEARCH_TORTURE_EXECUTIONS="$EXECUTIONS"
# A crash is to end the process, not to be explained for minutes; what is asked for in one piece of memory
# has a limit.
export SWIFT_BACKTRACE=enable=no
ASAN_OPTIONS=detect_leaks=0:max_allocation_size_mb=1024:malloc_context_size=1
export ASAN_OPTIONS="$ASAN_OPTIONS:quarantine_size_mb=1:thread_local_quarantine_size_kb=64"
ASAN_OPTIONS="$ASAN_OPTIONS:detect_stack_use_after_return=0:max_malloc_fill_size=64"
ASAN_OPTIONS="$ASAN_OPTIONS:allocator_release_to_os_interval_ms=-1"
SEARCH_TORTURE_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/torture-XXXXXX")
export SEARCH_TORTURE_FOLDER
options="-c release --sanitize=address -Xswiftc -enable-testing"
options="$options -Xswiftc -sanitize-coverage=edge,inline-8bit-counters"
options="$options --scratch-path $SCRATCH/torture"
log="$SEARCH_TORTURE_FOLDER/log"

# Runs tests of that name; their figures are shown, and everything if they fail.
run() {
  status=0
  # shellcheck disable=SC2086
  "$SWIFT" test $options --skip-build --disable-xctest --no-parallel --filter "$1" >"$log" 2>&1 ||
    status=$?
  if [ "$status" -eq 0 ] && grep '^torture ' "$log"; then return 0; fi
  failed=1
  tail -n 60 "$log"
  echo "torture: $1 failed with $status; the input of the moment is in $SEARCH_TORTURE_FOLDER"
}

case "$PARTS" in *fuzz* | *damage* | *model* | *crash*)
  # shellcheck disable=SC2086
  "$SWIFT" build $options --build-tests >"$log" 2>&1 || { tail -n 40 "$log"; exit 1; }
  ;;
esac
for part in $PARTS; do
  case "$part" in
    fuzz)
      [ -z "${KEEP:-}" ] || export SEARCH_TORTURE_KEEP=1
      for target in tokenizer parser queries documents images containers synonyms worker interface; do run "FuzzTests/$target"; done
      run CharacterTests
      ;;
    damage) run DamageTests ;;
    model) run ModelTests ;;
    crash) run CrashTests ;;
    program)
      python3 "$(dirname "$0")/../Torture/torture.py" --search "$TOOL" --seed "$SEED" \
        ${LONG:+--long} || failed=1
      ;;
  esac
done
[ "$failed" -ne 0 ] || rm -rf "$SEARCH_TORTURE_FOLDER"
exit "$failed"
