#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Cables: pulled, plugged, moved to another port, and between ports that do not speak
# the same: no frame gets through those, whatever their MACs think.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	cable_pulled
	cable_moved
	cable_port_replaced
	cable_shared_pcs
	cable_incompatible_speed
	cable_incompatible_negotiation
	cable_fixed_incompatible
"

basex=(phy_mode=1000base-x)
basex_2500=(phy_mode=2500base-x)
fixed=(phy_mode=1000base-x an_mode=fixed "fixed_link=1000 full")
fixed_2500=(phy_mode=2500base-x an_mode=fixed "fixed_link=2500 full")

# Two ports that are like these, and a cable
mixed_new()
{
	local i

	sim_new mdio/m0 || return
	for i in 0 1; do
		local -n like=$1

		sim_new "mdio/m0/pcs$i" || return
		port_new "p$i" "${PORT_NS[i]}" pcs="m0/pcs$i" "${like[@]}" ||
			return
		port_addr "p$i" "192.0.2.$((i + 1))/24" || return
		shift
	done
	sim_new cable/c0 a=p0 b=p1 && port_up p0 p1
}

cable_pulled()
{
	RET=0

	check "there is a link" pair_up
	sim_set cable/c0 live=0
	check "carrier is lost at both ends" \
		wait_for 2000 port_no_carrier p0 p1
	check "pings are not answered" not port_reaches p0 192.0.2.2
	sim_set cable/c0 live=1
	check "carrier returns" wait_for 2000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "the cable is pulled and plugged"
}

cable_moved()
{
	RET=0

	check "there is a link" pair_up
	check "and a third PCS" sim_new mdio/m0/pcs2
	check "with a port" port_new p2 "$ns1" pcs=m0/pcs2
	port_addr p2 192.0.2.3/24
	port_up p2
	sim_set cable/c0 live=0 b=p2 live=1
	check "the second port loses carrier" wait_for 2000 port_no_carrier p1
	check "the third has it" wait_for 2000 port_has_carrier p0 p2
	port_ip p1 link set dev "${DEV[p1]}" down
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.3

	log_test "the cable is moved to another port"
}

cable_port_replaced()
{
	RET=0

	check "there is a link" pair_up
	sim_set port/p1 live=0
	check "carrier is lost" wait_for 2000 port_no_carrier p0
	sim_set port/p1 live=1
	port_adopt p1 "$ns1"
	port_addr p1 192.0.2.2/24
	port_up p1
	check "carrier returns" wait_for 2000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "the port at the far end is replaced"
}

# p2 is at the PCS of p0, to which there is a cable
cable_shared_pcs()
{
	RET=0

	check "there is a link" pair_up
	check "and another PCS" sim_new mdio/m0/pcs3
	check "with a port" port_new p3 "$ns1" pcs=m0/pcs3
	port_up p3
	check "and a port that shares one" sim_new port/p2 pcs=m0/pcs0
	check "there is a cable" sim_make cable/c1 a=p2 b=p3
	log_mark
	check "it cannot be plugged in" \
		not sim_set cable/c1 live=1 2>/dev/null
	check "the log says so" log_count "pcs-sim: cable/c1: live: " 1
	check "it is not" test "$(sim_get cable/c1 live)" = 0
	check "the other still is" port_has_carrier p0 p1

	sim_set port/p2 live=0
	check "it can where one end is open" sim_set cable/c1 live=1
	log_mark
	sim_set port/p2 live=1
	check "the log says that it leads nowhere" \
		log_count "pcs-sim: cable/c1: not connected" 1
	check "the other still leads to p1" port_has_carrier p0 p1
	sim_set cable/c0 live=0
	check "p1 loses carrier when its cable is pulled" \
		wait_for 2000 port_no_carrier p1
	check "then there is a link to p3" \
		wait_for 2000 port_has_carrier p0 p3

	log_test "two cables to one PCS"
}

cable_incompatible_speed()
{
	RET=0

	check "there are ports" mixed_new basex basex_2500
	check "no carrier" stays_for 2500 port_no_carrier p0 p1
	check "nothing arrived" test "$(port_stat p1 rx.packets)" -eq 0

	log_test "1000BASE-X and 2500BASE-X"
}

cable_incompatible_negotiation()
{
	RET=0

	check "there are ports" mixed_new basex fixed
	# What they agreed on out of reset lasts until one wants to negotiate
	check "one negotiates" port_ethtool p0 -r
	check "it has no carrier" wait_for 2500 port_no_carrier p0
	check "not later, either" stays_for 1500 port_no_carrier p0
	check "pings are not answered" not port_reaches p0 192.0.2.2

	log_test "one end negotiates, the other does not"
}

cable_fixed_incompatible()
{
	RET=0

	check "there are ports" mixed_new fixed fixed_2500
	check "pings are not answered" not port_ping p0 192.0.2.2
	check "nothing arrived" test "$(port_stat p1 rx.packets)" -eq 0
	check "nor at the other end" test "$(port_stat p0 rx.packets)" -eq 0

	log_test "fixed links of 1 and 2.5 Gb/s"
}

require_models lynx
require_tools ping
pcs_run
