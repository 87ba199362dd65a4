# Lumbar: two commands do all the set-up.
#   make demo   builds the program and runs its main job on SampleData
#   make test   builds and runs all tests
# Both install libcsv, zlib, Zstandard and the headers of Boost.Math first, if they are not there.

SWIFT ?= swift
PREFIX ?= /usr/local
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# Homebrew on Apple silicon keeps libraries where the compiler does not look by itself.
ifeq ($(shell uname),Darwin)
BREW := $(shell brew --prefix 2>/dev/null)
FLAGS := -Xcc -I$(BREW)/include -Xlinker -L$(BREW)/lib
endif

.PHONY: help deps build demo test lint format install dist bench bench-check bench-scaling bench-peers \
	check-numbers check-neon check-linkage check-report fuzz clean

help:
	@sed -n '2,4p' Makefile; echo '# Others: build, lint, format, install, dist, clean;'; \
	echo '#   bench, bench-check, bench-scaling, bench-peers (Benchmarks/README.md);'; \
	echo '#   fuzz, check-numbers, check-neon, check-linkage, check-report (long or particular tests)'

# The headers and libraries of libcsv, zlib and Zstandard, and the headers of Boost.Math, of which no library is linked. (On macOS zlib belongs
# to the system, whose headers lie elsewhere.)
deps:
	@missing=; for h in csv.h zstd.h boost/math/special_functions/beta.hpp $$([ $$(uname) = Darwin ] || echo zlib.h); do \
	  found=; for d in /usr/include /usr/local/include /opt/homebrew/include; do [ ! -f $$d/$$h ] || found=yes; done; \
	  [ -n "$$found" ] || missing="$$missing $$h"; done; \
	[ -z "$$missing" ] && exit 0; echo "installing what has$$missing"; \
	if command -v apt-get >/dev/null; then \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq libcsv-dev zlib1g-dev libzstd-dev libboost-math-dev; \
	elif command -v brew >/dev/null; then brew install libcsv zstd boost; \
	elif command -v dnf >/dev/null; then $(SUDO) dnf install -y libcsv-devel zlib-devel libzstd-devel boost-devel; \
	elif command -v apk >/dev/null; then $(SUDO) apk add libcsv-dev zlib-dev zlib-static zstd-dev zstd-static boost-dev; \
	else echo "install libcsv 3.0, zlib, Zstandard and Boost.Math with their headers$$missing, then try again" >&2; exit 1; fi

build: deps
	$(SWIFT) build -c release --product lumbar $(FLAGS)

demo: build
	$$($(SWIFT) build -c release --show-bin-path)/lumbar summarise SampleData/cohort.csv

test: deps
	$(SWIFT) test $(FLAGS)

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Benchmarks Benchmarks/Stage

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Benchmarks Benchmarks/Stage

# The benchmarks are a package of their own. `make bench JSON=file.json` writes the results there instead of printing tables.
ifdef JSON
BENCH_OUTPUT = --quiet --format jmh --path stdout | sed -n '/^\[/,$$p' > $(abspath $(JSON))
endif
bench: deps
	cd Benchmarks && $(SWIFT) package --disable-sandbox $(FLAGS) benchmark --target Lumbar --no-progress $(BENCH_OUTPUT)

# The working tree against a baseline in the same run: `make bench-check BASE=main`. Fails on a regression.
BASE ?= HEAD^
bench-check: deps
	python3 Benchmarks/Check/check.py --base $(BASE) $(if $(JSON),--json $(JSON))

# How time and memory grow with the cohort, and what awkward files cost, each figure beside its target. Takes minutes.
LUMBAR = $$($(SWIFT) build -c release --static-swift-stdlib --show-bin-path)/lumbar
bench-scaling: deps
	$(SWIFT) build -c release --product lumbar --static-swift-stdlib $(FLAGS)
	cd Benchmarks && $(SWIFT) build -c release --product stage $(FLAGS)
	python3 Benchmarks/Scaling/scaling.py --lumbar $(LUMBAR) $(if $(JSON),--output $(JSON)) \
	  --stage $$(cd Benchmarks && $(SWIFT) build -c release --show-bin-path)/stage

# Other programs answering the same question from the same file, their counts checked against ours (needs Python 3.11 and PyPI).
PEER_RECORDS ?= 5000000
bench-peers: deps
	$(SWIFT) build -c release --product lumbar --static-swift-stdlib $(FLAGS)
	python3 -m venv Benchmarks/Peers/.venv && Benchmarks/Peers/.venv/bin/pip install -q -r Benchmarks/Peers/requirements.txt
	bin=$(LUMBAR); \
	$$bin generate --records $(PEER_RECORDS) --seed 1 --output .build/peers.csv && \
	Benchmarks/Peers/.venv/bin/python Benchmarks/Peers/run.py .build/peers.csv --lumbar $$bin

# A hundred million texts read by the decoder and every kernel, and by C's strtod.
check-numbers: deps
	$(SWIFT) build -c release --product NumberCheck --static-swift-stdlib $(FLAGS)
	$$($(SWIFT) build -c release --static-swift-stdlib --show-bin-path)/NumberCheck $(COUNT)

# The C targets on AArch64 under QEMU: NEON against the portable kernels, and both against this machine.
check-neon:
	$(MAKE) -C Tests/CrossCheck

# Reports in a real browser, by axe-core and the Nu HTML checker (needs chromium, Java and PyPI). SCREENSHOTS=folder keeps what it saw.
check-report: deps
	$(SWIFT) build --product lumbar $(FLAGS)
	python3 -m venv .build/browser && .build/browser/bin/pip install -q -r Tests/lumbarTests/Browser/requirements.txt
	.build/browser/bin/python Tests/lumbarTests/Browser/check.py --lumbar $$($(SWIFT) build --show-bin-path)/lumbar \
	  $(if $(SCREENSHOTS),--screenshots $(SCREENSHOTS))

# The engine alone must not link Foundation.
check-linkage: deps
	$(SWIFT) build --product EngineLinkage $(FLAGS)
	program=$$($(SWIFT) build --show-bin-path)/EngineLinkage; \
	libraries=$$(if command -v otool >/dev/null; then otool -L $$program; else readelf -d $$program | grep NEEDED; fi) || exit 1; \
	if echo "$$libraries" | grep Foundation; then echo "the engine links Foundation" >&2; exit 1; fi; \
	[ "$$($$program < SampleData/cohort.csv)" = 5000 ] && echo "the engine links no Foundation"

# The structural scanner against its portable twin and libcsv, on whatever libFuzzer thinks of.
fuzz: deps
	$(MAKE) -C Tests/CStructureFuzz

# A tarball with one program that needs no Swift and no libraries where it runs, its licences, its manual and shell completions. libcsv, zlib
# and Zstandard are linked from their static libraries by looking them up in a folder that holds nothing else; so is the C++ runtime that
# Foundation needs.
DIST := lumbar-$(shell sed -n 's/.*static let version = "\(.*\)"/\1/p' Sources/lumbar/Main.swift)-$(shell uname -s | tr A-Z a-z)-$(shell uname -m)
DIST_BUILD := $(SWIFT) build -c release --product lumbar --static-swift-stdlib --scratch-path .build-dist \
	-Xlinker -L$(CURDIR)/.build-dist/static -Xlinker -s -Xswiftc -Xclang-linker -Xswiftc -static-libgcc

dist: deps
	mkdir -p .build-dist/static
	for l in csv zstd $$([ $$(uname) = Darwin ] || echo z); do \
	  lib=$$(ls /usr/lib/*/lib$$l.a /usr/lib/lib$$l.a /usr/local/lib/lib$$l.a /opt/homebrew/lib/lib$$l.a 2>/dev/null | head -n 1); \
	  [ -n "$$lib" ] || { echo "the static library lib$$l.a is needed" >&2; exit 1; }; cp "$$lib" .build-dist/static/ || exit 1; done
	lib=$$(cc -print-file-name=libstdc++.a 2>/dev/null); [ ! -f "$$lib" ] || cp "$$lib" .build-dist/static/
	$(DIST_BUILD) $(FLAGS)
	rm -rf dist/$(DIST) && mkdir -p dist/$(DIST)/man/man1 dist/$(DIST)/completions dist/$(DIST)/licences
	install $$($(DIST_BUILD) --show-bin-path)/lumbar dist/$(DIST)/lumbar
	cp README.md dist/$(DIST)/ && cp -r SampleData dist/$(DIST)/
	cp LICENSE dist/$(DIST)/licences/lumbar.txt
	f=/usr/share/common-licenses/LGPL-2.1; [ ! -f $$f ] || cp $$f dist/$(DIST)/licences/
	for p in swift-argument-parser swift-crypto swift-asn1 Yams; do \
	  f=$$(ls .build-dist/checkouts/$$p/LICENSE* 2>/dev/null | head -n 1); [ -z "$$f" ] || cp "$$f" dist/$(DIST)/licences/$$p.txt; done
	for p in libcsv-dev zlib1g-dev libzstd-dev; do \
	  f=/usr/share/doc/$$p/copyright; [ ! -f $$f ] || cp $$f dist/$(DIST)/licences/$$(echo $$p | sed 's/1g//; s/-dev//').txt; done
	$(SWIFT) package --disable-sandbox plugin --allow-writing-to-package-directory generate-manual \
	  --configuration debug --multi-page -o $(CURDIR)/dist/$(DIST)/man/man1
	for s in bash zsh fish; do dist/$(DIST)/lumbar --generate-completion-script $$s > dist/$(DIST)/completions/lumbar.$$s; done
	tar -C dist -czf dist/$(DIST).tar.gz $(DIST)
	@echo "dist/$(DIST).tar.gz"

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install $$($(SWIFT) build -c release --show-bin-path)/lumbar $(DESTDIR)$(PREFIX)/bin/lumbar

clean:
	rm -rf .build .build-dist dist Benchmarks/.build
