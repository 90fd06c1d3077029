# Everything a person does with this tree. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.NOTPARALLEL:
.SILENT:
.DEFAULT_GOAL := help
.PHONY: help run build test lint soak bench packages toolchain clean

state := $(CURDIR)/.state
# All tests at once hold more than a thousand open files, and Foundation's Process.run reads past the end of the listing
# of so many. 32 at a time keep both processors busy all the same.
run_tests := SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=32 swift test --skip-build --disable-xctest
# umockdev stands between these and the machine's devices. Neither the build nor a test that starts programs may run
# under it: they would take the mocked devices for their own.
mocked := PeripheralsTests
# A thousand simulated days take both processors for minutes: beside them, tests that wait for an event would starve.
seasons := [./]DaySimulationTests/
# These compute for seconds at a stretch, on the few threads that all tasks share: beside them, an answer of a server in
# the same process has come after more than 20 s.
computing := ^(Architecture|Drawing|Queueing|Records|Reports|Scenes|Settings|Simulation)Tests\.

help: ## Các lệnh / this list
	awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: build ## Chạy thử: cài gói cần thiết, dịch, chạy luotd --demo / try it out, nothing to configure
	scripts/packages run
	printf '%s\n' '' \
	  '  Lượt đang chạy thử; dữ liệu nằm trong .state. Dừng: Ctrl-C.' \
	  '  Mở trong trình duyệt (cổng ghi ở Config/luot.toml, mục [console]) / open in a browser:' \
	  '    http://127.0.0.1:8200/                 quầy: gọi số, ghi lượt (cần tài khoản, xem dưới)' \
	  '    http://127.0.0.1:8200/board            bảng gọi số' \
	  '    http://127.0.0.1:8200/api/v1/health    tình trạng' \
	  '    http://127.0.0.1:8200/metrics          số đo' \
	  '  Ở cửa sổ lệnh thứ hai / in a second terminal:' \
	  '    export PATH="$(CURDIR)/.build/release:$$PATH" LUOT_SOCKET="$(state)/luot.sock"' \
	  '    luot ticket take vneid' \
	  '    luot user add vi-du-1                  tạo tài khoản, in mã PIN' \
	  '    luot board' ''
	daemon=(.build/release/luotd --demo --config Config/luot.toml --state "$(state)")
	# make ends in failure on any Ctrl-C it hears; as a job of its own luotd alone hears it, and ends well. The shell
	# hands a job the terminal through its standard error.
	if [ -t 0 ] && [ -t 2 ]; then
	  set -m
	  "$${daemon[@]}" &
	  fg > /dev/null
	else
	  exec "$${daemon[@]}"
	fi

build: toolchain ## Dịch bản phát hành vào .build/release / release build
	scripts/packages build
	swift build --configuration release

test: toolchain lint ## Mọi kiểm tra: định dạng, cảnh báo, các bài thử / every check
	scripts/packages run build test
	swift build --build-tests
	$(run_tests) --filter '$(computing)'
	$(run_tests) --skip '^$(mocked)\.' --skip '$(seasons)' --skip '$(computing)'
	$(run_tests) --filter '$(seasons)'
	umockdev-wrapper env $(run_tests) --filter '^$(mocked)\.'
	scripts/browser-tests
	scripts/api-tests

lint: toolchain ## Chỉ kiểm tra định dạng / formatting only
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

# The suites that run longer when LUOT_SOAK is set: each has its file's name.
soak: toolchain ## Các bài thử dài: giết tiến trình hàng trăm lần, rút cắm hàng nghìn lần / long runs
	scripts/packages run build test
	swift build --build-tests
	suites() {
	  grep --recursive --files-with-matches --include '*.swift' LUOT_SOAK "$$@" | xargs --max-args 1 basename --suffix .swift
	}
	for suite in $$(suites --exclude-dir $(mocked) Tests); do
	  LUOT_SOAK=1 $(run_tests) --filter "[./]$$suite/"
	done
	for suite in $$(suites Tests/$(mocked)); do
	  LUOT_SOAK=1 umockdev-wrapper env $(run_tests) --filter "[./]$$suite/"
	done
	LUOT_SOAK=1 scripts/api-tests

bench: build ## Đo và in các con số bên cạnh hạn mức / measure against the budgets
	scripts/packages run test bench
	Bench/run

packages: ## Cài mọi gói Debian cần đến / install every Debian package needed
	scripts/packages run build test bench

toolchain:
	if ! command -v swift > /dev/null; then
	  echo "Swift 6.3 is not on the PATH: install it as https://www.swift.org/install/linux/ says." >&2
	  exit 69
	fi

clean: ## Xóa những gì make đã tạo, kể cả dữ liệu chạy thử / remove what make made
	rm --recursive --force .build .state .bench
