# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Suites of Debian other than those of this machine, on the mirror that apt is
# configured with. What apt knows is neither used up nor changed: the lists are in
# $out/cache/apt. After apt_suite, "${aptopt[@]}" makes an apt command see that
# suite and no other.

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# apt_update LISTS: also fails, and leaves nothing, if only some of them came
apt_update() {
	apt-get "${aptopt[@]}" -qq -o APT::Update::Error-Mode=any update >&2 &&
		return
	find "$1/partial" -type f -delete
	return 1
}

# The lists of what apt is configured to use, in a place of our own if the
# system has none yet: that needs no root.
aptopt=()
configured_lists() {
	local lists=$out/cache/apt/configured

	aptopt=()
	[ -z "$(apt-get indextargets 'Created-By: Packages' 2>/dev/null)" ] ||
		return 0
	aptopt=(-o Dir::State::lists="$lists" -o Dir::Cache="$lists/cache")
	mkdir -p "$lists/partial" "$lists/cache/archives/partial"
	apt_update "$dir/lists"
}

# apt_suite SUITES [TYPE [ARCH]]: makes the following apt calls know these suites,
# only; of packages (type deb) or sources of packages (type deb-src); for machines
# of another kind than this one, if ARCH is set
apt_suite() {
	local suites=$1 type=${2:-deb} arch=${3:-} suite uri dir

	dir=$out/cache/apt/${suites// /+}-$type${arch:+-$arch}

	configured_lists || return 1
	[ "$suites" != configured ] || return 0
	[ -f "$keyring" ] || return 1

	uri=$(apt-get "${aptopt[@]}" indextargets \
		--format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' |
		awk -F'|' '$1 == "Debian" && $2 == "Debian" { print $3; exit }')
	[ -n "$uri" ] || return 1

	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/none"
	for suite in $suites; do
		echo "$type [signed-by=$keyring] $uri $suite main"
	done >"$dir/sources.list"
	# The mirror may be a snapshot, older than its Valid-Until.
	aptopt=(-o Dir::Etc::sourcelist="$dir/sources.list"
		-o Dir::Etc::sourceparts="$dir/none"
		-o Dir::Etc::preferences=/dev/null
		-o Dir::Etc::preferencesparts="$dir/none"
		-o Dir::State::lists="$dir/lists" -o Dir::Cache="$dir/cache"
		-o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false
		-o Acquire::Languages=none)
	[ -z "$arch" ] || aptopt+=(-o APT::Architecture="$arch"
		-o APT::Architectures::="$arch")
	apt_update "$dir/lists"
}

# apt_fetch DIR PACKAGE..: downloads the packages and all that they depend on, as if
# nothing were installed, to a new directory
apt_fetch() {
	local dir=$1

	shift
	mkdir -p "$dir/partial"
	apt-get "${aptopt[@]}" -qq -y --no-install-recommends \
		-o Dir::State::status=/dev/null -o Dir::Cache::archives="$dir" \
		-o APT::Sandbox::User=root -o Debug::NoLocking=1 \
		install --download-only "$@" >&2 && rm -rf "$dir/partial"
}

# apt_unpack DIR DEST: the packages of a directory; base-files first, it says which
# directories are links
apt_unpack() {
	local deb

	for deb in "$1"/base-files_*.deb "$1"/*.deb; do
		dpkg-deb -x "$deb" "$2" >&2 || return
	done
}
