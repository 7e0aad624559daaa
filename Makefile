# One word each; .ci/run uses the same ones.

SWIFT ?= swift
SCRATCH ?= .build
BENCH_QUERIES ?= Benchmarks/seeds.tsv
# What `make differential` asks.
QUERIES ?= 500000
SEED ?= 1
# A corpus for `make peers`: NAME.jsonl or NAME.jsonl.zst; several, or none for one that is made up.
CORPUS ?=
PEERS = $(SCRATCH)/peers
PEER_OPTIONS ?=
SOURCES = Package.swift Sources Tests $(wildcard Benchmarks)
TOOL = $(SCRATCH)/release/search
# Where `make install` puts things; DESTDIR is put before all of it.
PREFIX ?= /usr/local
SHARE = $(DESTDIR)$(PREFIX)/share
# Libraries of the system; libxml2 is loaded at run time, its headers are needed to build.
PACKAGES = libicu-dev libstemmer-dev libzstd-dev libxml2-dev libyaml-dev libmd4c-dev \
  libsimdjson-dev libarchive-dev libuchardet-dev poppler-utils

.PHONY: demo install test build dist lint format bench differential torture peers peers-kinds setup examples \
  fixtures tsan semantics library install-library

# Indexes seeds/ into a throw-away index and shows real answers.
demo: build
	@TOOL=$(TOOL) INDEX=$(SCRATCH)/demo-index sh Tests/Examples/demo.sh

# Every test. The runner's own closing line is the last one. Debian's Unicode data judge the words.
test: PACKAGES += unicode-data
test: setup
	@$(SWIFT) test --scratch-path $(SCRATCH) --disable-xctest

# The tool, with the Swift run-time linked in: it starts in half the time.
build: setup
	@$(SWIFT) build --scratch-path $(SCRATCH) -c release --static-swift-stdlib --product search

# A tarball of the tool with ICU inside, and a Debian package that uses the system's, into dist/.
dist: setup
	@SEARCH_STATIC_ICU=1 $(SWIFT) build --scratch-path $(SCRATCH) -c release --static-swift-stdlib \
	  --product search
	@cp $(TOOL) $(SCRATCH)/search-static-icu
	@SEARCH_STATIC_ICU= $(MAKE) --no-print-directory build
	@TOOL=$(TOOL) STATIC_TOOL=$(SCRATCH)/search-static-icu sh .ci/dist

# The C interface as a shared library, the Swift run-time linked in.
library: setup
	@$(SWIFT) build --scratch-path $(SCRATCH) -c release --static-swift-stdlib --product SearchC

# The library and its header.
install-library: library
	@install -d $(DESTDIR)$(PREFIX)/lib $(DESTDIR)$(PREFIX)/include
	@install -m 755 $(SCRATCH)/release/libSearchC.so $(DESTDIR)$(PREFIX)/lib/libSearchC.so
	@install -m 644 Sources/SearchC/search.h $(DESTDIR)$(PREFIX)/include/search.h

# The tool, its man pages, and its completions for bash, zsh and fish, which it writes itself.
install: build
	@install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man/man1 $(SHARE)/man/man7 \
	  $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions \
	  $(SHARE)/fish/vendor_completions.d
	@install -m 755 $(TOOL) $(DESTDIR)$(PREFIX)/bin/search
	@for page in $$($(TOOL) manual --list); do \
	  $(TOOL) manual $$page > $(SHARE)/man/man$${page##*.}/$$page || exit 1; done
	@$(TOOL) completions bash > $(SHARE)/bash-completion/completions/search
	@$(TOOL) completions zsh > $(SHARE)/zsh/site-functions/_search
	@$(TOOL) completions fish > $(SHARE)/fish/vendor_completions.d/search.fish

# The fast ways of searching beside the exhaustive one, bit by bit. QUERIES and SEED say what is asked,
# SEARCH_CORPORA where real corpora are.
differential: setup
	@$(SWIFT) build --scratch-path $(SCRATCH) -c release --static-swift-stdlib \
	  --product DifferentialQueries
	@[ -z "$$SEARCH_CORPORA" ] || $(MAKE) --no-print-directory build
	@JUDGE=$(SCRATCH)/release/DifferentialQueries TOOL=$(TOOL) QUERIES=$(QUERIES) SEED=$(SEED) \
	  SCRATCH=$(SCRATCH) sh Tests/Scripts/differential.sh

# Breaks things under the feet of index and program, and prints figures: RELIABILITY.md. LONG=1 takes
# hours; PARTS, SEED, SECONDS_EACH and EXECUTIONS are explained in the script.
torture: build
	@SWIFT="$(SWIFT)" SCRATCH=$(SCRATCH) TOOL=$(TOOL) LONG="$(LONG)" PARTS="$(PARTS)" \
	  sh Tests/Scripts/torture.sh

# Builds and runs the packages of Tests/Examples as strangers would have them, and the C interface from
# Python.
examples: setup
	@SWIFT="$(SWIFT)" SCRATCH=$(SCRATCH) sh Tests/Scripts/examples.sh

# Eight threads that read and a writer that commits, under the thread sanitizer, for TSAN_SECONDS.
TSAN_SECONDS ?= 60
tsan: setup
	@$(SWIFT) build --scratch-path $(SCRATCH)/tsan -c release --sanitize=thread --product ConcurrentUse
	@TSAN_OPTIONS=halt_on_error=1 $(SCRATCH)/tsan/release/ConcurrentUse $(TSAN_SECONDS)

# Writes the index that is kept of today's format; see GoldenIndexTests.
fixtures:
	@SEARCH_RECORD=1 $(SWIFT) test --scratch-path $(SCRATCH) --disable-xctest --filter GoldenIndexTests

# Whether Lucene finds the same documents, where it can be had; see Benchmarks/peers/semantics.py.
semantics: build
	@python=$(PEERS)/venv/bin/python; [ -x "$$python" ] || python=$$(command -v python3) || \
	  { echo "semantics: skipped, there is no python3"; exit 0; }; \
	  "$$python" Benchmarks/peers/semantics.py --search $(TOOL) --work $(PEERS)

lint:
	@$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

format:
	@$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

# Times queries over seeds/.
bench: build
	@rm -rf $(SCRATCH)/bench-index
	@$(TOOL) index seeds --index $(SCRATCH)/bench-index
	@$(TOOL) bench --index $(SCRATCH)/bench-index --queries $(BENCH_QUERIES) --passes 20

# Sets up Lucene, tantivy, PISA, SQLite and Xapian, and compares: see Benchmarks/peers/README.md. The
# tables go into Benchmarks/RESULTS.md.
peers: build
	@sh Benchmarks/peers/setup.sh $(PEERS)
	@$(PEERS)/venv/bin/python Benchmarks/peers/compare.py --search $(TOOL) --work $(PEERS) \
	  --results Benchmarks/RESULTS.md $(PEER_OPTIONS) $(CORPUS)

# Prefixes, wildcards and similar words beside Lucene, on CORPUS.
peers-kinds: build
	@sh Benchmarks/peers/setup.sh $(PEERS)
	@$(PEERS)/venv/bin/python Benchmarks/peers/kinds.py --search $(TOOL) --work $(PEERS) \
	  $(PEER_OPTIONS) $(CORPUS)

# Installs what is missing, and only that.
setup:
	@PACKAGES="$(PACKAGES)" SWIFT="$(SWIFT)" sh .ci/setup
