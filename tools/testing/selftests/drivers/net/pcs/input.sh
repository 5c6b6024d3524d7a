#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Whatever a user writes into the configfs directories of pcs-sim works, or is refused
# with an error and one line in the kernel's log that names the attribute. PCS_SEED in
# the environment has what is made up at random made up once more.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	input_device
	input_faults
	input_port
	input_references
	input_cpu_port
	input_cable
	input_read_only
	input_while_live
	input_names
	input_addresses
	input_strange_text
	input_random
"

EINVAL="Invalid argument"
ENOENT="No such file or directory"
EBUSY="Device or resource busy"

# refused ITEM ATTRIBUTE ERROR VALUE
refused()
{
	local item=$1 attr=$2 error=$3 value=$4 was said

	was=$(sim_get "$item" "$attr")
	log_mark
	said=$({ echo "$value" >"$SIM/$item/$attr"; } 2>&1) && return 1
	[[ $said == *": $error" ]] && log_count "pcs-sim: $item: $attr: " 1 &&
		log_count "" 1 && [ "$(sim_get "$item" "$attr")" = "$was" ]
}

# taken ITEM ATTRIBUTE VALUE [WHAT-IS-READ]
taken()
{
	local item=$1 attr=$2 value=$3

	log_mark
	sim_set "$item" "$attr=$value" && log_count "pcs-sim: " 0 &&
		[ "$(sim_get "$item" "$attr")" = "${4-$value}" ]
}

# check_refused ITEM ATTRIBUTE ERROR VALUE..
check_refused()
{
	local item=$1 attr=$2 error=$3 value

	shift 3
	for value; do
		check "$item/$attr refuses $value" \
			refused "$item" "$attr" "$error" "$value"
	done
}

# check_taken ITEM ATTRIBUTE VALUE..
check_taken()
{
	local item=$1 attr=$2 value

	shift 2
	for value; do
		check "$item/$attr takes $value" taken "$item" "$attr" "$value"
	done
}

input_new()
{
	sim_new mdio/m0 && sim_make mdio/m0/pcs0 && sim_make port/p0 &&
		sim_make port/p1 && sim_make cable/c0
}

input_device()
{
	RET=0

	check "there is something to configure" input_new
	check_taken mdio/m0/pcs0 model lynx lynx-quad lynx
	check_refused mdio/m0/pcs0 model "$EINVAL" "" foo LYNX "lynx lynx"
	check_taken mdio/m0/pcs0 address 0 31 7
	check_refused mdio/m0/pcs0 address "$EINVAL" "" 32 -1 seven 4294967296
	check_taken mdio/m0/pcs0 interrupt 0 1
	check_refused mdio/m0/pcs0 interrupt "$EINVAL" "" 2 -1 yes "1 1"
	check_taken mdio/m0/pcs0 channels nodes cells
	check_refused mdio/m0/pcs0 channels "$EINVAL" "" both
	check_refused mdio/m0/pcs0 live "$EINVAL" "" 2 on

	log_test "what a device is"
}

input_faults()
{
	RET=0

	check "there is something to configure" input_new
	check_taken mdio/m0/pcs0 latency none "all 1000" none
	check_refused mdio/m0/pcs0 latency "$EINVAL" "" all "all x" "all -1" \
		"all 1 2" "32 1" foo "1.2.3 4"
	check_taken mdio/m0/pcs0 errors none all none
	check_refused mdio/m0/pcs0 errors "$EINVAL" "" foo "all all" 32 -1
	check_taken mdio/m0/pcs0 negotiation normal stuck "slow 100" normal
	check_refused mdio/m0/pcs0 negotiation "$EINVAL" "" slow "slow x" \
		"slow -1" "stuck 1" foo

	log_test "faults of a device"
}

input_port()
{
	RET=0

	check "there is something to configure" input_new
	check_taken port/p0 phy_mode sgmii 2500base-x 1000base-x
	check_refused port/p0 phy_mode "$EINVAL" "" foo SGMII "sgmii sgmii"
	check_taken port/p0 an_mode fixed phy inband
	check_refused port/p0 an_mode "$EINVAL" "" foo
	check_taken port/p0 fixed_link "1000 full" "10 half pause" ""
	check_refused port/p0 fixed_link "$EINVAL" 1000 full "17 full" \
		"1000 foo" "1000 full foo" "-1 full"
	check_taken port/p0 interfaces sgmii "sgmii 1000base-x" ""
	check_refused port/p0 interfaces "$EINVAL" foo "sgmii foo"
	check_taken port/p0 late 1 0
	check_refused port/p0 late "$EINVAL" "" 2 maybe
	check_taken port/p0 mac_address 02:00:00:00:00:01 ""
	check_refused port/p0 mac_address "$EINVAL" foo 02:00:00:00:00 \
		01:00:00:00:00:01 02:00:00:00:00:01:02 02:00:00:00:00:0x
	check_taken port/p0 partner none "1000base-x full pause" \
		"sgmii 100 half" cable
	check_refused port/p0 partner "$EINVAL" "" foo sgmii "sgmii 17 full" \
		"1000base-x" "1000base-x full full" "cable full"
	check_refused port/p0 live "$EINVAL" "" 2 on

	log_test "what a port is"
}

input_references()
{
	RET=0

	check "there is something to configure" input_new
	check "and a device with channels" \
		sim_make mdio/m0/quad0 model=lynx-quad
	check_taken port/p0 pcs m0/pcs0 "m0/pcs0 m0/quad0:3" ""
	check_refused port/p0 pcs "$ENOENT" m0/pcs1 m1/pcs0 m0 "m0/pcs0 m0/foo"
	check_refused port/p0 pcs "$EINVAL" m0/quad0:x m0/quad0:100 m0/quad0:-1
	check_refused port/p0 phy "$ENOENT" m0/phy0 foo
	check "a channel is named" taken port/p0 pcs m0/quad0
	check "a device with channels needs one" \
		refused port/p0 live "$EINVAL" 1
	check "a channel that there is not is named" taken port/p0 pcs m0/quad0:4
	check "it must exist" refused port/p0 live "$EINVAL" 1
	check "a channel of a device without is named" \
		taken port/p0 pcs m0/pcs0:0
	check "which has none" refused port/p0 live "$EINVAL" 1
	check "a PCS is named as PHY" sim_set port/p0 pcs= phy=m0/pcs0
	check "it is none" refused port/p0 live "$EINVAL" 1
	check "the log says so" log_says "phy: m0/pcs0 is no PHY"
	check "it becomes one" sim_set mdio/m0/pcs0 model=m88e1111
	check "a PHY is named as PCS" sim_set port/p0 phy= pcs=m0/pcs0
	check "it is none" refused port/p0 live "$EINVAL" 1
	check "the log says so" log_says "pcs: m0/pcs0 is a PHY"
	check "there is no reference" sim_set port/p0 pcs=
	check "a fixed link is wanted" taken port/p0 an_mode fixed
	check "it has to be described" refused port/p0 live "$EINVAL" 1

	log_test "references to other things"
}

input_cpu_port()
{
	RET=0

	check "there is something to configure" input_new
	check "and a switch" sim_make switch/s0
	check "a CPU port" sim_set switch/s0/cpu pcs=m0/pcs0 an_mode=fixed \
		fixed_link="1000 full"
	check "a PHY" sim_make mdio/m0/phy0 model=m88e1111
	check "it is named" sim_set switch/s0/cpu phy=m0/phy0
	log_mark
	check "that is refused" not sim_set switch/s0 live=1 2>/dev/null
	check "the log says why" \
		log_count "pcs-sim: switch/s0/cpu: live: phy: " 1
	check "and nothing else" log_count "" 1
	check "no PHY is named" sim_set switch/s0/cpu phy=
	check "the switch goes live" sim_set switch/s0 live=1

	log_test "the CPU port of a switch"
}

input_cable()
{
	RET=0

	check "there is something to configure" input_new
	check_taken cable/c0 a p0
	check_refused cable/c0 a "$ENOENT" "" foo "p0 p1"
	check_refused cable/c0 live "$EINVAL" 1 2
	check_taken cable/c0 b p0
	check_refused cable/c0 live "$EINVAL" 1
	check_taken cable/c0 b p1
	check_taken cable/c0 live 1
	check_refused cable/c0 b "$EBUSY" p0
	check "there is another cable" sim_make cable/c1 a=p1 b=p0
	check_refused cable/c1 live "$EBUSY" 1

	log_test "cables"
}

input_read_only()
{
	local file

	RET=0

	check "there is something to configure" input_new
	for file in models mdio/m0/device mdio/m0/pcs0/device \
		mdio/m0/pcs0/state port/p0/netdev port/p0/device; do
		check "$file can be read" cat "$SIM/$file" >/dev/null
		check "$file is read-only" test \
			"$(stat -c %a "$SIM/$file")" = 444
	done

	log_test "what is only to be read"
}

input_while_live()
{
	RET=0

	check "there is a port" single_new "1000base-x full"
	check_refused port/p0 phy_mode "$EBUSY" sgmii
	check_refused port/p0 pcs "$EBUSY" ""
	check_refused port/p0 late "$EBUSY" 1
	check_refused mdio/m0/pcs0 model "$EBUSY" lynx-quad
	check_refused mdio/m0/pcs0 address "$EBUSY" 3
	check_refused mdio/m0/pcs0 interrupt "$EBUSY" 1
	check_taken port/p0 live 1
	check_taken port/p0 live 0 0
	check_taken port/p0 phy_mode sgmii

	log_test "what cannot change now"
}

# no_dir DIRECTORY ERROR
no_dir()
{
	local said

	said=$(LC_ALL=C mkdir "$SIM/$1" 2>&1) && return 1
	[[ $said == *": $2" ]]
}

input_names()
{
	local name

	RET=0

	check "there is something to configure" input_new
	for name in "a b" "a/b" "a:b" $'a\nb' "ä" $'a\344b' \
		"$(printf %0300d 0)"; do
		log_mark
		check "no port of that name" not mkdir "$SIM/port/$name" \
			2>/dev/null
		check "a line in the log says why, if pcs-sim was asked" test \
			"$(log_since | wc -l)" -le 1
	done

	log_test "names"
}

input_addresses()
{
	local i

	RET=0

	check "there is a bus" sim_new mdio/m0
	for ((i = 0; i < 32; i++)); do
		check "device $i" sim_new "mdio/m0/pcs$i"
	done
	check "there is another device" sim_make mdio/m0/pcs32
	check "for which the bus has no address" \
		refused mdio/m0/pcs32 live "$EBUSY" 1
	check_refused mdio/m0/pcs32 errors "$EBUSY" all
	check_refused mdio/m0/pcs32 negotiation "$EBUSY" stuck
	check "a bus that is in use stays" no_dir_gone mdio/m0

	log_test "a bus has 32 addresses"
}

no_dir_gone()
{
	! rmdir "$SIM/$1" 2>/dev/null && [ -d "$SIM/$1" ]
}

input_strange_text()
{
	local attr item

	RET=0

	check "there is something to configure" input_new
	for item in mdio/m0/pcs0 port/p0 cable/c0; do
		for attr in "$SIM/$item"/*; do
			[ -w "$attr" ] && [ -f "$attr" ] || continue
			log_mark
			printf '\0\1\2' 2>/dev/null >"$attr"
			printf '\377%%s%%n\33[0m' 2>/dev/null >"$attr"
			head -c 4095 /dev/zero | tr '\0' x 2>/dev/null \
				>"$attr"
			check "$item/${attr##*/}: three lines in the log" \
				test "$(log_since | wc -l)" -le 3
			check "all of them are text" not \
				grep -qP '[^\x09\x20-\x7e]' <(log_since)
		done
	done

	log_test "text that is none, or long"
}

# pick VARIABLE WORD..: one of them at random
pick()
{
	local -n pick_ref=$1

	shift
	shift $((RANDOM % $#))
	pick_ref=$1
}

input_random()
{
	local words i word text item attr attrs said=0 failed=0 lines

	RET=0

	RANDOM=$((seed = ${PCS_SEED:-RANDOM}))
	echo "# PCS_SEED=$seed"
	check "there is something to configure" input_new
	check "and more" sim_make mdio/m0/quad0 model=lynx-quad
	words=("" 0 1 2 7 31 32 100 1000 -1 0x10 none all normal stuck slow lynx
		lynx-quad cells nodes sgmii 1000base-x 2500base-x inband phy
		fixed full half pause cable m0/pcs0 m0/quad0:1 m0/quad0 p0 p1
		foo 02:00:00:00:00:01 : / . "%s" pcs-lynx-mdio)
	log_mark
	for ((i = 0; i < 400; i++)); do
		pick item mdio/m0/pcs0 mdio/m0/quad0 port/p0 port/p1 cable/c0
		attrs=("$SIM/$item"/*)
		pick attr live "${attrs[@]##*/}"
		[ -f "$SIM/$item/$attr" ] && [ -w "$SIM/$item/$attr" ] &&
			[ "$(stat -c %a "$SIM/$item/$attr")" != 444 ] ||
			continue
		pick text "${words[@]}"
		while ((RANDOM % 2)); do
			pick word "${words[@]}"
			text+=" $word"
		done
		sim_set "$item" "$attr=$text" 2>/dev/null ||
			failed=$((failed + 1))
	done
	lines=$(log_since | grep -c "pcs-sim: .*: ")
	check "a line in the log for each of $failed errors, not $lines" \
		test "$lines" -eq "$failed"
	defer_scope_pop
	defer_scope_push
	check "ports work as ever" pair_new
	port_up p0 p1
	check "carrier" wait_for 3000 port_has_carrier p0 p1

	log_test "400 words at random"
}

require_models lynx lynx-quad
pcs_run
