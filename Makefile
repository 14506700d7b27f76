# berth: `make demo` to see it work, `make test` to check it, `make help` for the rest.

SHELL := /bin/bash
PREFIX ?= /usr/local
BERTH := .build/release/berth
# The reference's recorded answers lie beside the checkout where they are at hand.
CASES ?= $(firstword $(wildcard ../shared/compose-cases/run.py))

# Backtraces of a crashed test can hold its output open for minutes.
export SWIFT_BACKTRACE := enable=no

# Containers, networks and packages need root.
AS_ROOT := $(if $(filter-out 0,$(shell id -u)),sudo --preserve-env env PATH="$$PATH")

BUILD_PACKAGES := libarchive-dev libnftables-dev libnl-3-dev libnl-route-3-dev libseccomp-dev libsqlite3-dev \
	libyaml-dev nettle-dev pkg-config
RUN_PACKAGES := catatonit conmon crun golang-github-containers-common iproute2 nftables runc skopeo
SAMPLE_PACKAGES := buildah curl mmdebstrap
TEST_PACKAGES := busybox-static dnsutils docker-registry git procps python3
PACKAGES := $(BUILD_PACKAGES) $(RUN_PACKAGES) $(SAMPLE_PACKAGES) $(TEST_PACKAGES)

SHELL_SCRIPTS := .ci/run Tests/Compare/run Tests/Fuzz/run $(addprefix Tests/LibraryConsumer/,run document) $(addprefix Tests/VirtualMachine/,run init checks) samples/guestbook/demo samples/images/build $(wildcard samples/images/*/*.sh)
UNIT := --disable-xctest --skip '^IntegrationTests\.'
COMPILED_ANEW := $(UNIT) --skip '^ArchitectureTests\.'
# A few at a time: slowed down, tests that all wait for each other's turns would exceed their time limits.
SANITIZED := $(COMPILED_ANEW) --experimental-maximum-parallelization-width 4
INTEGRATION := --disable-xctest --filter '^IntegrationTests\.'

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help deps build install uninstall demo images test unit cases integration library documentation lint \
	format coverage asan tsan fuzz bench vm compare check manual clean build-tests

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## Install what a fresh Debian 12 lacks (through sudo when not root)
	@command -v swift > /dev/null || { echo "deps: no swift in PATH: see https://www.swift.org/install" >&2; exit 1; }
	@command -v dpkg-query > /dev/null || { echo "deps: no Debian; it would need: $(PACKAGES)"; exit; }; \
	missing=$$(comm -13 <(dpkg-query -W -f '$${db:Status-Status} $${Package}\n' $(PACKAGES) 2> /dev/null \
		| sed -n 's/^installed //p' | sort -u) <(printf '%s\n' $(PACKAGES) | sort -u) | xargs); \
	if [ -z "$$missing" ]; then echo "deps: all packages are installed"; exit; fi; \
	echo "deps: installing $$missing"; \
	$(AS_ROOT) apt-get update -qq \
		&& $(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $$missing

build: ## Build the release binary, .build/release/berth
	swift build -c release --static-swift-stdlib --product berth

$(BERTH):
	$(MAKE) build

install: $(BERTH) ## Install binary, completions and man page under PREFIX=/usr/local
	install -D -m 755 $(BERTH) $(DESTDIR)$(PREFIX)/bin/berth
	install -d $(addprefix $(DESTDIR)$(PREFIX)/share/,bash-completion/completions zsh/site-functions \
		fish/vendor_completions.d)
	$(BERTH) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/berth
	$(BERTH) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_berth
	$(BERTH) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/berth.fish
	install -D -m 644 docs/berth.1 $(DESTDIR)$(PREFIX)/share/man/man1/berth.1

uninstall: ## Remove what install put there
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,bin/berth share/bash-completion/completions/berth \
		share/zsh/site-functions/_berth share/fish/vendor_completions.d/berth.fish share/man/man1/berth.1)

manual: ## Write docs/berth.1 anew from the commands' help
	swift build --product berth
	swift build --product generate-manual
	.build/debug/generate-manual --date 2026-11-21 --output-directory docs .build/debug/berth

demo: deps build ## Bring the guestbook up, use it, show its logs, take it down; leaves nothing
	$(AS_ROOT) samples/guestbook/demo $(BERTH)

images: ## Build the sample images into .build-images
	$(AS_ROOT) samples/images/build

test: deps lint unit cases documentation integration ## Lint, unit and integration tests, recorded answers, library

build-tests:
	swift build --build-tests

unit: build-tests ## Unit and architecture tests
	swift test --skip-build $(UNIT)

cases: build-tests ## Compare `config` with the reference's recorded answers, CASES=…/run.py
	$(if $(CASES),python3 $(CASES) -j 4 --known Tests/BerthLoaderTests/Golden/known-differences.txt .build/debug/berth, \
		@echo "cases: no recorded answers beside this checkout")

integration: images build-tests ## Tests with real containers (as root)
	$(AS_ROOT) swift test --skip-build $(INTEGRATION)

library: ## Build a program on the loader as a library; run it with no privileges and no further process
	Tests/LibraryConsumer/run

documentation: library ## Build the library's documentation, warnings being errors
	Tests/LibraryConsumer/document

lint: ## Format, documentation and shell syntax
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	for script in $(SHELL_SCRIPTS); do bash -n $$script || exit; done
	! command -v shellcheck > /dev/null || shellcheck --severity=warning $(SHELL_SCRIPTS)

format: ## Format the Swift sources in place
	swift format --in-place --parallel --recursive Package.swift Sources Tests

coverage: ## Lines covered by the unit tests: a line a file, then each target; fails when the loader has under 90 %
	swift test --scratch-path .build-coverage --enable-code-coverage $(COMPILED_ANEW)
	set -o pipefail; "$$(dirname "$$(realpath "$$(command -v swift)")")/llvm-cov" report \
		.build-coverage/debug/*PackageTests.xctest -instr-profile .build-coverage/debug/codecov/default.profdata \
		-ignore-filename-regex '(^|/)(\.build[^/]*|Tests)/' \
		| awk '{ print } \
			split($$1, path, "/") > 1 { lines[path[1]] += $$8; missed[path[1]] += $$9 } \
			END { for (target in lines) { \
				percent = 100 * (1 - missed[target] / lines[target]); \
				printf "%-16s %6d lines  %6.2f %%\n", target, lines[target], percent | "sort"; \
				if (target ~ /^(YAMLTree|BerthLoader|BerthModel)$$/ && percent < 90) low = 1; \
			} close("sort"); exit low }'

asan: ## Unit tests under the address and leak sanitizers
	LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/leaks.txt:print_suppressions=0 \
		swift test --scratch-path .build-asan --sanitize=address $(SANITIZED)

tsan: ## Unit tests under the thread sanitizer
	TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/races.txt:print_suppressions=0 \
		swift test --scratch-path .build-tsan --sanitize=thread $(SANITIZED)

fuzz: ## Fuzz the readers of foreign bytes, FUZZ_SECONDS=60 each
	Tests/Fuzz/run $(or $(FUZZ_SECONDS),60)

bench: deps build ## Time and memory of config; time of up and down as a ratio to bare crun
	Tests/Benchmarks/config $(BERTH)
	$(AS_ROOT) samples/images/build busybox
	$(AS_ROOT) Tests/Benchmarks/containers $(BERTH)

vm: build ## Check on Debian's kernel with cgroup v2, in a virtual machine (needs qemu-system-x86)
	$(AS_ROOT) samples/images/build
	$(AS_ROOT) Tests/VirtualMachine/run $(BERTH)

compare: build-tests ## Look for the effects of attributes in containers of docker compose (needs dockerd)
	$(AS_ROOT) samples/images/build busybox
	$(AS_ROOT) Tests/Compare/run $(COMPARE)

check: lint build unit ## What to run before a commit

clean: ## Remove all that was built, images included
	$(AS_ROOT) rm -rf .build .build-*
