#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Ports, PCS, cables and drivers are removed while they are in use, in any order, and
# come back.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	remove_pcs_port_cable
	remove_pcs_cable_port
	remove_port_pcs_cable
	remove_port_cable_pcs
	remove_cable_pcs_port
	remove_cable_port_pcs
	remove_pcs_and_return
	remove_driver
	remove_simulator
"

# remove_all ITEM..: in that order, under traffic
remove_all()
{
	local item pid

	RET=0

	check "there is a link" pair_up
	ip netns exec "$ns1" ping -q -n -i 0.002 192.0.2.1 >/dev/null 2>&1 &
	pid=$!
	defer kill_process $pid
	for item; do
		check "$item is removed" rmdir "$SIM/$item"
	done
	check "the port at the far end has no carrier" \
		wait_for 2000 port_no_carrier p1

	log_test "removed in use: $*"
}

remove_pcs_port_cable()
{
	remove_all mdio/m0/pcs0 port/p0 cable/c0
}

remove_pcs_cable_port()
{
	remove_all mdio/m0/pcs0 cable/c0 port/p0
}

remove_port_pcs_cable()
{
	remove_all port/p0 mdio/m0/pcs0 cable/c0
}

remove_port_cable_pcs()
{
	remove_all port/p0 cable/c0 mdio/m0/pcs0
}

remove_cable_pcs_port()
{
	remove_all cable/c0 mdio/m0/pcs0 port/p0
}

remove_cable_port_pcs()
{
	remove_all cable/c0 port/p0 mdio/m0/pcs0
}

remove_pcs_and_return()
{
	RET=0

	check "there is a link" pair_up
	check "the PCS is removed" rmdir "$SIM/mdio/m0/pcs0"
	check "carrier is lost" wait_for 500 port_no_carrier p0
	check "there is a PCS of that name again" sim_new mdio/m0/pcs0
	check "carrier returns" wait_for 3000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "a PCS is removed and made again"
}

has_module()
{
	[ -d "/sys/module/$1/holders" ]
}

remove_driver()
{
	RET=0

	if ! has_module pcs_lynx_mdio; then
		log_test_skip "the driver's module is unloaded and loaded"
		return
	fi
	check "there is a link" pair_up
	check "the module is unloaded" rmmod pcs-lynx-mdio
	check "carrier is lost" wait_for 500 port_no_carrier p0 p1
	check "it stays lost" stays_for 1500 port_no_carrier p0 p1
	check "the module is loaded" modprobe pcs-lynx-mdio
	check "carrier returns" wait_for 3000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "the driver's module is unloaded and loaded"
}

remove_simulator()
{
	local module

	RET=0

	if ! has_module pcs_sim; then
		log_test_skip "pcs-sim is unloaded and loaded"
		return
	fi
	check "there is a link" pair_up
	check "pcs-sim cannot be unloaded in use" not rmmod pcs-sim 2>/dev/null
	check "the link stays" port_has_carrier p0 p1
	defer_scope_pop
	defer_scope_push
	for module in pcs-sim pcs-lynx-mdio; do
		check "$module can, when nothing uses it" rmmod $module
	done
	check "pcs-sim is loaded" modprobe pcs-sim
	check "the driver is loaded" modprobe pcs-lynx-mdio
	check "there is a link again" pair_up

	log_test "pcs-sim is unloaded and loaded"
}

require_models lynx
require_tools ping rmmod
pcs_run
