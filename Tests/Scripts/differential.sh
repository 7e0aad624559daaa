#!/bin/sh
# Long differential runs: random collections, then, if SEARCH_CORPORA names a folder with NAME.jsonl or
# NAME.jsonl.zst, the first documents of each corpus, by both analyzers.
# JUDGE and TOOL are the programs, QUERIES and SEED what to ask, SCRATCH a folder for indexes.
set -eu
"$JUDGE" --queries "$QUERIES" --seed "$SEED"
if [ -z "${SEARCH_CORPORA:-}" ]; then
  echo "real corpora: skipped, SEARCH_CORPORA is not set"
  exit 0
fi
folder=$(mktemp -d "$SCRATCH/differential-XXXXXX")
trap 'rm -rf "$folder"' EXIT
for corpus in "$SEARCH_CORPORA"/*.jsonl "$SEARCH_CORPORA"/*.jsonl.zst; do
  [ -f "$corpus" ] || continue
  case "$corpus" in *.zst) reader=zstdcat ;; *) reader=cat ;; esac
  # The reader is cut off by head, which is no failure.
  $reader "$corpus" 2>/dev/null | head -n "${DOCUMENTS:-20000}" >"$folder/documents.jsonl" || true
  for analyzer in multilingual whitespace; do
    rm -rf "$folder/index"
    "$TOOL" index "$folder/documents.jsonl" --index "$folder/index" --analyzer "$analyzer" \
      --memory 8 >/dev/null 2>&1 || [ $? -eq 2 ]
    echo "$(basename "$corpus"), $analyzer:"
    "$JUDGE" --index "$folder/index" --queries "${CORPUS_QUERIES:-2000}" --seed "$SEED"
  done
done
