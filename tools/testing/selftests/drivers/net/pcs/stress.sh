#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Two shells make, change and remove hardware of every kind at random, and bind and
# unbind its drivers, while a third sends frames through whatever ports there are.
# What is left over can be removed, and then all works as ever. STRESS_SECONDS in the
# environment has it last longer; PCS_SEED has each shell do the same once more.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	stress_all
"

DURATION=${STRESS_SECONDS:-10}
NUM=4

# pick WORD..: one of them, in $word. Not in a subshell, which would have random
# numbers of its own.
pick()
{
	shift $((RANDOM % $#))
	word=$1
}

pick_item()
{
	pick mdio/m0 mdio/m1 mdio/m0/pcs mdio/m1/pcs mdio/m0/pcs mdio/m1/pcs \
		port/p port/p port/p cable/c0 cable/c1
	case $word in
	*/pcs | */p) word=$word$((RANDOM % NUM)) ;;
	esac
	item=$word
}

pick_value()
{
	case $1 in
	live) pick 0 1 1 ;;
	pcs) pick m0/pcs0 m0/pcs1 m1/pcs0 m1/pcs2 "m0/pcs3 m1/pcs3" \
		"m1/pcs1 m0/pcs2" m0/pcs2:1 "" ;;
	a | b) pick p0 p1 p2 p3 p3 ;;
	model) pick lynx lynx lynx-quad ;;
	address) pick 0 1 2 3 31 ;;
	channels) pick cells nodes ;;
	phy_mode) pick 1000base-x 1000base-x sgmii 2500base-x rgmii-id ;;
	an_mode) pick inband inband fixed ;;
	fixed_link) pick "1000 full" "" ;;
	partner) pick none cable cable "1000base-x full" "sgmii 100 full" ;;
	negotiation) pick normal stuck "slow 20" ;;
	latency) pick none "all 500" "1 2000" ;;
	errors) pick none none 1 all ;;
	*) pick 0 1 "" ;;
	esac
}

# write ATTRIBUTE: something that it may take, of $item
write()
{
	pick_value "$1"
	echo "$word" >"$SIM/$item/$1"
}

# Make one that is of use, most of the time
stress_make()
{
	local attr attrs=live

	mkdir "$SIM/$item"
	case $item in
	port/*) attrs="pcs partner late live" ;;
	cable/*) attrs="a b live" ;;
	esac
	for attr in $attrs; do
		write "$attr"
	done
}

stress_change()
{
	local attrs

	attrs=("$SIM/$item"/*)
	pick "${attrs[@]##*/}"
	[ ! -f "$SIM/$item/$word" ] || write "$word"
}

# Not by the driver's file "bind": the kernel does not free the reason why a device
# is deferred (that in devices_deferred) if it was bound so, and then removed.
stress_driver()
{
	local device driver

	read -r device <"$SIM/$item/device"
	case $item in
	port/*) driver=platform/drivers/pcs-sim-mac ;;
	mdio/*/*) driver=mdio_bus/drivers/pcs-lynx-mdio ;;
	mdio/*) driver=platform/drivers/pcs-sim-mdio ;;
	esac
	pick "${driver%%/*}/drivers_probe" "${driver%%/*}/drivers_probe" \
		"$driver/unbind"
	echo "$device" >"/sys/bus/$word"
}

stress_step()
{
	local item word

	pick_item
	case $((RANDOM % 10)) in
	0 | 1 | 2 | 3) stress_make ;;
	4) rmdir "$SIM/$item" ;;
	5) cat "$SIM/$item"/* ;;
	6) write live ;;
	7 | 8) stress_driver ;;
	*) stress_change ;;
	esac
}

# stress SEED: one of the shells
stress()
{
	local item word

	RANDOM=$1
	for item in mdio/m{0,1} mdio/m{0,1}/pcs{0..3} port/p{0..3} cable/c{0,1}; do
		stress_make
	done

	SECONDS=0
	while [ $SECONDS -lt "$DURATION" ]; do
		stress_step
		# Links need a second to come up, to carry frames then
		[ $((RANDOM % 32)) != 0 ] || sleep 1.5
	done
}

stress_traffic()
{
	local i dev

	SECONDS=0
	while [ $SECONDS -lt "$DURATION" ]; do
		for ((i = 0; i < NUM; i++)); do
			dev=$(cat "$SIM/port/p$i/netdev") && [ "$dev" ] ||
				continue
			ip addr add "192.0.2.$i/24" dev "$dev"
			ip link set dev "$dev" up
			ping -q -b -i 0.02 -c 20 -w 1 -I "$dev" 192.0.2.255
		done
		ethtool "$dev"
		# Time may stand still while somebody only looks again: no "ping -f"
		sleep 0.05
	done
}

stress_remove()
{
	local dir

	for dir in "$SIM"/{port,cable,mdio/*,mdio}/*/; do
		[ ! -d "$dir" ] || rmdir "$dir" || return
	done
	[ -z "$(ls -A "$SIM/port")$(ls -A "$SIM/cable")$(ls -A "$SIM/mdio")" ]
}

stress_all()
{
	local seed pids=()

	RET=0

	RANDOM=$((seed = ${PCS_SEED:-RANDOM}))
	echo "# PCS_SEED=$seed"
	defer stress_remove
	stress $RANDOM >/dev/null 2>&1 &
	pids+=($!)
	stress $RANDOM >/dev/null 2>&1 &
	pids+=($!)
	stress_traffic >/dev/null 2>&1 &
	pids+=($!)
	wait "${pids[@]}"
	check "all can be removed" stress_remove

	check "ports work as ever" pair_up
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "all at random, from several shells at once"
}

require_models lynx
require_tools ping
pcs_run
