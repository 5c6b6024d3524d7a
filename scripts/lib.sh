# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the scripts here share. A script begins with:
#
#	#!/bin/bash
#	set -euo pipefail
#	. "$(dirname "$0")/lib.sh"
#
# and then has, besides the functions below:
#
#	$repo	the top of this repository
#	$out	everything that is downloaded or built; "make distclean" removes it
#	$logs	what the builds and machines said
#
# The commands, each of which says more at its head:
#
#	get-kernel		prints the path of a pristine kernel tree
#	get-tree		... of the same tree with the subsystem hooked in,
#				and with --patched with the patches of patches/
#	build-uml FLAVOUR	... of a User Mode Linux binary, flavour plain,
#				debug, kasan, demo or modules; of the kernel
#				for a PC of flavour kcsan, for a board of board
#	uml LINUX INIT [ARG..]	boots it on the files of this machine, INIT being
#				the script that runs there as the first process
#	qemu LINUX [ARG..]	boots the kernel for a PC in QEMU
#	get-stock		prints a directory with an unmodified kernel of
#				Debian's, and what modules for it are built with
#	stock DIR INIT [ARG..]	boots that in QEMU on the files of this machine
#	get-qemu		prints the path of a QEMU with a board that has a PCS
#	get-arm64		... of a directory with programs for that board
#	board LINUX MODULES INIT TRACE [ARG..]	boots a kernel on it
#	read-console FILE..	fails, and names the lines, when a kernel complained
#	read-races FILE DIR	the same for what KCSAN reported
#	series			writes the mails for the kernel
#	series-check		looks at each of them
#	check [STEP..]		runs checks and counts them
#	bench [LOG [JSON]]	measures; or makes tables of what was measured
#
# and the settings that all of them take from the environment, or from make's
# command line: KERNEL (a series of kernels.table), KDIR (a kernel tree of the
# user's), UNSUPPORTED (1: take a kernel that is not in the table).

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
scripts=$repo/scripts
out=$repo/out
logs=$out/log
prog=${0##*/}

export LC_ALL=C
# depmod(8), ip(8) and others, which a user's PATH on Debian does not have
export PATH=$PATH:/usr/sbin:/sbin

# The same time and names in every kernel, so that equal sources are equal
# objects to ccache.
export KBUILD_BUILD_TIMESTAMP=@0 KBUILD_BUILD_USER=pcs KBUILD_BUILD_HOST=pcs
export CCACHE_DIR=${CCACHE_DIR:-$out/cache/ccache}
export CCACHE_BASEDIR=$repo CCACHE_NOHASHDIR=1

# What make(1) set for its own use would be taken for options of the kernel's.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES O M ARCH

die() {
	echo "$prog: $*" >&2
	exit 1
}

# Progress goes to stderr: the answer of a command is on stdout.
say() {
	echo "$*" >&2
}

case $repo in
*[[:space:]:]*) die "kernels cannot be built below a path with spaces or colons: $repo" ;;
esac

# kernel_row SERIES: "SUITES RELEASE" of the table, or nothing
kernel_row() {
	awk -v s="$1" '!/^#/ && $1 == s { print $3, $4 }' "$scripts/kernels.table"
}

kernel_supported_list() {
	awk '!/^#/ && NF { printf "%s%s", sep, $1; sep = ", " }' \
		"$scripts/kernels.table"
}

# Dies unless series $1, which $2 names to the user, is one of the table
kernel_check_supported() {
	[ -z "$(kernel_row "$1")" ] || return 0
	[ "${UNSUPPORTED:-}" != 1 ] || return 0
	die "$2 is not supported, only $(kernel_supported_list) are: choose one of them, or try your luck with UNSUPPORTED=1"
}

# kernel_version DIR: version of a kernel tree, build directory or package of
# headers; nothing if it is none of them
kernel_version() {
	if [ -s "$1/include/config/kernel.release" ]; then
		cat "$1/include/config/kernel.release"
	elif [ -f "$1/Makefile" ]; then
		awk '$2 == "=" && $1 == "VERSION" { v = $3 }
		     $2 == "=" && $1 == "PATCHLEVEL" { p = $3 }
		     $2 == "=" && $1 == "SUBLEVEL" { s = $3 }
		     $1 == "NAME" { exit }
		     END { if (v && p != "") print v "." p "." s }' "$1/Makefile"
	fi
}

# kernel_series VERSION: 7.3 of 7.3.4+deb14-amd64
kernel_series() {
	sed -nE 's/^([0-9]+\.[0-9]+).*/\1/p' <<<"$1"
}

# kernel_name: short name of the chosen kernel, for files and directories
kernel_name() {
	local series

	if [ -n "${KDIR:-}" ]; then
		series=$(kernel_series "$(kernel_version "$KDIR")")
		echo "$series-$(realpath "$KDIR" | sha256sum | cut -c1-8)"
	elif [ -n "${KERNEL:-}" ]; then
		echo "$KERNEL"
	else
		awk '!/^#/ && $2 == "yes" { print $1 }' "$scripts/kernels.table"
	fi
}

# kernel_has_built_in DIR: whether a source tree was also built in
kernel_has_built_in() {
	[ -e "$1/.config" ] || [ -e "$1/include/config" ] ||
		[ -e "$1/include/generated" ]
}

# cross_prefix ARCH: what the names of the tools for it begin with, if it is not this
# machine's. Only arm64 is built on others.
cross_prefix() {
	[ "$1" != arm64 ] || [ "$(uname -m)" = aarch64 ] || echo aarch64-linux-gnu-
}

# kmake TREE BUILDDIR ARG..: make in a kernel tree, for $karch or User Mode Linux
kmake() {
	local tree=$1 dir=$2 cross cc

	shift 2
	cross=$(cross_prefix "${karch:-}")
	cc=${cross}gcc
	! command -v ccache >/dev/null || cc="ccache $cc"
	make -C "$tree" O="$dir" ARCH="${karch:-um}" CROSS_COMPILE="$cross" CC="$cc" \
		-j"$(nproc)" "$@" </dev/null
}

# Result lines of the checks. What is passed to passed(), failed() and skipped()
# is read by a person; the counts end up in the sum that check prints. A name may
# stand for several tests, e.g. a KUnit suite.
results=${PCS_RESULTS:-/dev/null}

count() {
	echo "$1 $2 $3" >>"$results"
}

passed() {
	count 1 0 0
	echo "ok      $*"
}

failed() {
	count 0 1 0
	echo "not ok  $*"
}

skipped() {
	count 0 0 1
	echo "skip    $*"
}

# A path as a user types it
short() {
	echo "${1#"$PWD"/}"
}

# console_check NAME FILE: a test that passes if the kernel did not complain
console_check() {
	local found

	if found=$("$scripts/read-console" "$2"); then
		passed "$1: no complaint"
	else
		failed "$1: the kernel complained:"
		head -20 <<<"$found" | sed "s|$PWD/||; s/^/        /"
	fi
}

# races_check NAME FILE DIR: the same, of a kernel with KCSAN built in DIR
races_check() {
	local found

	sed '/BUG: KCSAN: .*race in /d' "$2" >"$2.rest"
	console_check "$1" "$2.rest"
	if found=$("$scripts/read-races" "$2" "$3"); then
		passed "$1: no data race but known ones of others"
	else
		failed "$1: data races, see $(short "$2"):"
	fi
	[ -z "$found" ] || sed 's/^/        /' <<<"$found"
}

# checkpatch TREE ARG..: what checkpatch.pl of that tree says, with the options and
# exceptions of netdev's own checks; then "checkpatch: done". Trace events look alike
# everywhere, and like no other C.
checkpatch() {
	local tree=$1 ignore=COMMIT_LOG_LONG_LINE,MACRO_ARG_REUSE,ALLOC_SIZEOF_STRUCT
	local trace='include/trace/events/.*(PARENTHESIS_ALIGNMENT|OPEN_ENDED_LINE):'
	local file

	shift
	ignore+=,NO_AUTHOR_SIGN_OFF,GIT_COMMIT_ID,CAMELCASE,FILE_PATH_CHANGES
	ignore+=,BAD_REPORTED_BY_LINK
	# It looks for bindings with grep -r, which does not follow links
	find "$tree/Documentation/devicetree/bindings/net" -name '*.yaml' -type l |
		while read -r file; do
			cp --remove-destination "$(realpath "$file")" "$file"
		done
	(cd "$tree" && scripts/checkpatch.pl --strict --max-line-length=80 \
		--ignore=$ignore --no-summary -q --show-types --terse "$@"
		[ $? -le 1 ] && echo "checkpatch: done") 2>&1 | grep -vE "$trace" || true
}

# flavour_arch FLAVOUR: the machine that it is for, nothing for User Mode Linux
flavour_arch() {
	sed -n 's/^# arch //p' "$repo/kunit/configs/$1.config" 2>/dev/null
}

# Whether this machine can build the kernel of flavour $1; else says why it cannot
flavour_fits() {
	local arch

	arch=$(flavour_arch "$1")
	[ -n "$arch" ] && [ "$arch" != "$(uname -m)" ] || return 0
	skipped "$1: needs a compiler for $arch, this machine is $(uname -m)"
	return 1
}

# flavour_tree FLAVOUR: the tree that it is built from. patches/ may be for other
# kernels than that of KDIR=: then without them, and the suites for what they convert
flavour_tree() {
	case $1 in
	modules) "$scripts/get-tree" --pristine ;;
	board) "$scripts/get-tree" --patched ;;
	kasan) "$scripts/get-tree" --patched || "$scripts/get-tree" ;;
	*) "$scripts/get-tree" ;;
	esac
}

# tree_is_converted TREE
tree_is_converted() {
	[ -f "$1/drivers/net/pcs/pcs-xilinx.c" ]
}

# boot_args FLAVOUR: further arguments for kernels of that flavour, one a line
boot_args() {
	local base

	sed -n 's/^# include //p' "$repo/kunit/configs/$1.config" |
		while read -r base; do boot_args "$base"; done
	sed -n 's/^# boot //p' "$repo/kunit/configs/$1.config" | tr ' ' '\n'
}

# Debian's, for what is installed as its packages; python3 in the path may be
# another one
python=/usr/bin/python3
[ -x $python ] || python=python3
