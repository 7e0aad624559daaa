#!/bin/sh
# Indexes seeds/ into a throw-away index and asks it a handful of questions. Run by `make demo`.
set -eu

TOOL=${TOOL:-.build/release/search}
INDEX=${INDEX:-.build/demo-index}

rm -rf "$INDEX"
echo "\$ search index seeds"
"$TOOL" index seeds --index "$INDEX"

ask() {
  echo
  echo "\$ search $1"
  shift
  # Nothing found is an answer too.
  "$TOOL" query --format human --index "$INDEX" "$@" 2>&1 || [ $? -eq 1 ]
}

ask "光电融合" 光电融合
ask "-k 2 人工智能晶片" -k 2 人工智能晶片
ask "-k 2 SoftBank supercomputer" -k 2 SoftBank supercomputer
ask "-k 3 Rapidus 补贴" -k 3 Rapidus 补贴
ask "--all 马斯克 英伟达" --all 马斯克 英伟达
ask "'\"post-process technology\"'" '"post-process technology"'
ask "半導體設備" 半導體設備
ask "黄仁勋" 黄仁勋
