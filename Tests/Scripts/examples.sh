#!/bin/sh
# Builds and runs the packages of Tests/Examples, each as a stranger would have it: the library by address
# and version, from a clone with a tag, with no settings. They share one build of the library. Then the C
# interface, from Python. Each writes what its expected.txt says.
#
# SWIFT, SCRATCH: as in the Makefile.
set -eu
SWIFT=${SWIFT:-swift}
folder=$(mkdir -p "${SCRATCH:-.build}/examples" && cd "${SCRATCH:-.build}/examples" && pwd)
failed=0

# What is in the work tree, committed or not, as the next version of a repository.
if git rev-parse --git-dir > /dev/null 2>&1; then
  clone=$folder/search
  [ -d "$clone" ] || git init -q --bare "$clone"
  rm -f "$folder/index"
  GIT_INDEX_FILE=$folder/index git add -A
  tree=$(GIT_INDEX_FILE=$folder/index git write-tree)
  if [ "$tree" != "$(cat "$folder/tree" 2> /dev/null)" ]; then
    number=$(($(cat "$folder/number" 2> /dev/null || echo 0) + 1))
    commit=$(git -c user.name=examples -c user.email=examples@localhost commit-tree "$tree" -m Examples)
    git push -q "$clone" "$commit:refs/tags/1.0.$number"
    echo "$number" > "$folder/number"
    echo "$tree" > "$folder/tree"
    isNew=1
  fi
  SEARCH_URL=file://$clone
  export SEARCH_URL
fi

# judge NAME WRITTEN: compares what was written with what is expected.
judge() {
  if diff "Tests/Examples/$1/expected.txt" "$2"; then
    echo "$1: as expected"
  else
    failed=1
  fi
}

for name in Embedding NoteSearch SiteSearch LogIndex; do
  package=Tests/Examples/$name
  if [ -n "${isNew:-}" ]; then
    rm -f "$package/Package.resolved"
    $SWIFT package update --package-path "$package" --scratch-path "$folder/build" > "$folder/update.txt" 2>&1 ||
      { cat "$folder/update.txt"; exit 1; }
  fi
  started=$(date +%s)
  $SWIFT build -q --package-path "$package" --scratch-path "$folder/build" || { failed=1; continue; }
  echo "$name: built in $(($(date +%s) - started)) s"
  rm -rf "$folder/run"
  mkdir "$folder/run"
  sh "$package/run.sh" "$folder/build/debug/$name" "$folder/run" > "$folder/$name.txt" || failed=1
  judge "$name" "$folder/$name.txt"
done

if command -v python3 > /dev/null; then
  $SWIFT build -q --scratch-path "${SCRATCH:-.build}" --product SearchC
  library=$($SWIFT build -q --scratch-path "${SCRATCH:-.build}" --show-bin-path)/libSearchC.so
  python3 Tests/Examples/python/example.py "$library" > "$folder/python.txt" || failed=1
  judge python "$folder/python.txt"
else
  echo "python: skipped, there is no python3"
fi
exit $failed
