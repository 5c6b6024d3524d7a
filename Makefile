# SPDX-License-Identifier: GPL-2.0
#
# What is done here is done by scripts/; this is the list. kbuild does not read
# this file but Kbuild.

KERNEL ?=
KDIR ?=
FLAVOUR ?= plain
export KERNEL KDIR UNSUPPORTED MINUTES SEED COUNT ONLY CYCLES

.PHONY: help demo shell check kunit torture soak qemu model mutants checkers coverage modules clean distclean

help:
	@echo 'The PCS subsystem for Linux'
	@echo
	@echo '  make demo       build a kernel with it, boot it, see links that survive their PCS'
	@echo '  make shell      the same machine, with a prompt'
	@echo '  make check      all tests and checks'
	@echo '  make kunit      the KUnit suites; FLAVOUR=plain (default), debug, kasan or kcsan;'
	@echo '                  SEED=, COUNT=, ONLY= for what pcs_fuzz makes up'
	@echo '  make torture    PCS and MACs that come and go; MINUTES=2, SEED='
	@echo '  make soak       a driver bound and unbound CYCLES=1000000 times'
	@echo '  make qemu       suites and torture on an emulated PC, with ACPI and KCSAN; MINUTES=, SEED='
	@echo '  make model      all that may happen in the model of the protocol, searched by spin'
	@echo '  make mutants    the suites on cores that lack one statement each, which they must notice'
	@echo '  make checkers   sparse, checkpatch, kernel-doc, Sphinx, Kconfig combinations'
	@echo '  make coverage   which lines and branches of the subsystem the suites take'
	@echo '  make modules    external modules for the kernel in KDIR='
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

kunit:
	@scripts/check kunit-$(FLAVOUR)

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

clean:
	rm -rf out/build out/log out/mutants out/stubs out/tree-* out/pristine-* out/modules-*

distclean:
	rm -rf out
