# Lumbar: two commands do all the set-up.
#   make demo   builds the program and runs its main job on SampleData
#   make test   builds and runs all tests
# Both install libcsv first, if it is not there.

SWIFT ?= swift
PREFIX ?= /usr/local
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# Homebrew on Apple silicon keeps libraries where the compiler does not look by itself.
ifeq ($(shell uname),Darwin)
BREW := $(shell brew --prefix 2>/dev/null)
FLAGS := -Xcc -I$(BREW)/include -Xlinker -L$(BREW)/lib
endif

.PHONY: help deps build demo test lint format install dist clean

help:
	@sed -n '2,4p' Makefile; echo '# Others: build, lint, format, install, dist, clean'

# libcsv's header and library.
deps:
	@for d in /usr/include /usr/local/include /opt/homebrew/include; do [ -f $$d/csv.h ] && exit 0; done; \
	echo "installing libcsv"; \
	if command -v apt-get >/dev/null; then $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq libcsv-dev; \
	elif command -v brew >/dev/null; then brew install libcsv; \
	elif command -v dnf >/dev/null; then $(SUDO) dnf install -y libcsv-devel; \
	elif command -v apk >/dev/null; then $(SUDO) apk add libcsv-dev; \
	else echo "install libcsv 3.0 with its header csv.h, then try again" >&2; exit 1; fi

build: deps
	$(SWIFT) build -c release --product lumbar $(FLAGS)

demo: build
	$$($(SWIFT) build -c release --show-bin-path)/lumbar summarise SampleData/cohort.csv

test: deps
	$(SWIFT) test $(FLAGS)

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Benchmarks

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Benchmarks

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install $$($(SWIFT) build -c release --show-bin-path)/lumbar $(DESTDIR)$(PREFIX)/bin/lumbar

clean:
	rm -rf .build .build-dist dist Benchmarks/.build
