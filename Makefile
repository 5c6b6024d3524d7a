# SPDX-License-Identifier: GPL-2.0
#
# What is done here is done by scripts/; this is the list. kbuild does not read
# this file but Kbuild.

KERNEL ?=
KDIR ?=
FLAVOUR ?= plain
export KERNEL KDIR UNSUPPORTED MINUTES SEED COUNT ONLY CYCLES TESTS RUNS MAX DOC STOCK_SUITE KSRC STEPS FROM

.PHONY: help demo shell check bench kunit selftest torture soak qemu stock board model mutants checkers coverage modules series series-check clean distclean

help:
	@echo 'The PCS subsystem for Linux'
	@echo
	@echo '  make demo       build a kernel with it, boot it, see links that survive their PCS'
	@echo '  make shell      the same machine, with a prompt'
	@echo '  make check      all tests and checks'
	@echo '  make bench      what it costs, in tables and as JSON; RUNS=, MAX=, ONLY=;'
	@echo '                  DOC=1 puts them into the documentation'
	@echo '  make kunit      the KUnit suites; FLAVOUR=plain (default), debug, kasan or kcsan;'
	@echo '                  SEED=, COUNT=, ONLY= for what pcs_fuzz makes up'
	@echo '  make selftest   ports as a user has them: ip, ethtool, ping; TESTS=glob, RUNS=1'
	@echo '  make torture    PCS and MACs that come and go; MINUTES=2, SEED='
	@echo '  make soak       a driver bound and unbound CYCLES=1000000 times'
	@echo '  make qemu       suites and torture on an emulated PC, with ACPI and KCSAN; MINUTES=, SEED='
	@echo '  make stock      modules for a kernel of Debian'\''s, loaded into it; STOCK_SUITE=forky'
	@echo '  make board      an emulated board with a MAC and a PCS that others have modelled'
	@echo '  make model      all that may happen in the model of the protocol, searched by spin'
	@echo '  make mutants    the suites on cores that lack one statement each, which they must notice'
	@echo '  make checkers   sparse, checkpatch, kernel-doc, Sphinx, Kconfig combinations'
	@echo '  make coverage   which lines and branches of the subsystem the suites take'
	@echo '  make modules    external modules for the kernel in KDIR=; KSRC= its source'
	@echo '  make series     the mails by which it would be posted; FROM="Name <address>"'
	@echo '  make series-check  each of them applied, built and looked at; STEPS=glob'
	@echo '  make clean      remove what was built; the kernel trees and downloads stay'
	@echo '  make distclean  remove all of out/'
	@echo
	@echo 'KERNEL=7.3 (default) or 7.2 chooses a kernel, KDIR=<tree> takes one that you have.'
	@echo 'What is missing is downloaded; nothing outside of out/ is written, but for'
	@echo 'Debian packages that are not installed.'

demo:
	@scripts/demo

shell:
	@scripts/demo --shell

check:
	@scripts/check

bench:
	@scripts/bench

kunit:
	@scripts/check kunit-$(FLAVOUR)

selftest:
	@scripts/check selftest

# All flavours that are meant for it, unless one is asked for
torture: export TORTURE = $(if $(filter file,$(origin FLAVOUR)),,$(FLAVOUR))
torture:
	@scripts/check torture

soak: CYCLES ?= 1000000
soak:
	@scripts/check soak

# The kernel takes so long to build that this is no part of check
qemu: export TORTURE = kcsan
qemu:
	@scripts/check kunit-kcsan torture

# A download of 200 MB, which check shall not depend on
stock:
	@scripts/check stock

# One of 50 MB, and its kernel takes as long as that of qemu
board:
	@scripts/check board

model:
	@scripts/check model

mutants:
	@scripts/mutants $(MUTANTS)

checkers:
	@scripts/check checkers

coverage:
	@scripts/coverage

modules:
	@scripts/build-modules

series:
	@scripts/series

series-check:
	@scripts/series-check

clean:
	rm -rf out/build out/log out/mutants out/series out/stubs out/tree-* out/pristine-* out/patched-* out/modules-* out/board

distclean:
	rm -rf out
