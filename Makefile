# One word each; .ci/run uses the same ones.

SWIFT ?= swift
SCRATCH ?= .build
BENCH_QUERIES ?= Benchmarks/seeds.tsv
SOURCES = Package.swift Sources Tests $(wildcard Benchmarks)
TOOL = $(SCRATCH)/release/search
# Libraries of the system; libxml2 is loaded at run time, its headers are needed to build.
PACKAGES = libicu-dev libstemmer-dev libzstd-dev libxml2-dev libyaml-dev libmd4c-dev \
  libsimdjson-dev

.PHONY: demo test build lint format bench setup

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

lint:
	@$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

format:
	@$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

# Times queries over seeds/.
bench: build
	@rm -rf $(SCRATCH)/bench-index
	@$(TOOL) index seeds --index $(SCRATCH)/bench-index
	@$(TOOL) bench --index $(SCRATCH)/bench-index --queries $(BENCH_QUERIES) --passes 20

# Installs what is missing, and only that.
setup:
	@PACKAGES="$(PACKAGES)" SWIFT="$(SWIFT)" sh .ci/setup
