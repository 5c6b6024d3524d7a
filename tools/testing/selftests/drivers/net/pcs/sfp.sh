#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Ports with an SFP cage, behind a PCS for 1000BASE-X and an XPCS for the rest: modules
# are inserted, swapped and removed, before the PCS come and while they do.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	sfp_insert
	sfp_swap
	sfp_remove
	sfp_before_pcs
	sfp_unbind_bind
	sfp_swap_while_unbound
	sfp_eeprom
"

# Ports p0 and p1 with a cage each, and a cable
cages_new()
{
	local i

	sim_new mdio/m0 || return
	for i in 0 1; do
		sim_make "mdio/m0/slow$i" model=pma &&
			sim_make "mdio/m0/fast$i" model=xpcs &&
			sim_new "sfp/cage$i" || return
	done
	for i in 0 1; do
		port_new "p$i" "${PORT_NS[i]}" phy_mode=10gbase-r sfp="cage$i" \
			pcs="m0/slow$i m0/fast$i" late=1 || return
		port_addr "p$i" "192.0.2.$((i + 1))/24" || return
	done
	sim_new cable/c0 a=p0 b=p1
}

cages_pcs_arrive()
{
	local i

	for i in 0 1; do
		sim_set "mdio/m0/slow$i" live=1 &&
			sim_set "mdio/m0/fast$i" live=1 || return
	done
}

# insert MODULE: at both ends
insert()
{
	sim_set sfp/cage0 module="$1" && sim_set sfp/cage1 module="$1"
}

# cages_up MODULE
cages_up()
{
	cages_new && cages_pcs_arrive && insert "$1" && port_up p0 p1 &&
		wait_for 5000 port_has_carrier p0 p1
}

# works SPEED
works()
{
	wait_for 5000 port_says p0 "Speed: $1Mb/s" &&
		wait_for 2000 port_has_carrier p0 p1 &&
		wait_for 2000 port_reaches p0 192.0.2.2
}

sfp_insert()
{
	RET=0

	check "there are ports" cages_new
	check "and their PCS" cages_pcs_arrive
	port_up p0 p1
	check "no carrier without a module" stays_for 1500 port_no_carrier p0
	check "modules are inserted" insert 1000base-sx
	check "pings are answered at 1 Gb/s" works 1000

	log_test "modules are inserted"
}

sfp_swap()
{
	local module speed

	RET=0

	check "there is a link" cages_up 1000base-sx
	check "of 1 Gb/s" works 1000
	for module in 10gbase-sr 1000base-lx 10gbase-lr; do
		case $module in
		10g*) speed=10000 ;;
		*) speed=1000 ;;
		esac
		check "modules are taken out" insert none
		check "carrier is lost" wait_for 2500 port_no_carrier p0 p1
		check "$module are inserted" insert $module
		check "pings are answered at $speed Mb/s" works $speed
	done

	log_test "modules of 1 and 10 Gb/s are swapped"
}

sfp_remove()
{
	RET=0

	check "there is a link" cages_up 10gbase-sr
	sim_set sfp/cage1 module=none
	check "carrier is lost at both ends" \
		wait_for 2500 port_no_carrier p0 p1
	check "pings are not answered" not port_reaches p0 192.0.2.2
	sim_set sfp/cage1 module=10gbase-sr
	check "it returns" works 10000

	log_test "the module at the far end is removed"
}

sfp_before_pcs()
{
	RET=0

	check "there are ports" cages_new
	check "modules are inserted" insert 10gbase-sr
	port_up p0 p1
	check "no carrier without a PCS" stays_for 2000 port_no_carrier p0
	check "the PCS arrive" cages_pcs_arrive
	check "pings are answered" works 10000

	log_test "modules are inserted before the PCS arrive"
}

sfp_unbind_bind()
{
	RET=0

	check "there is a link" cages_up 10gbase-sr
	check "the driver of the other PCS is unbound" pcs_gone m0/slow0
	check "carrier stays" stays_for 500 port_has_carrier p0
	check "the driver is unbound" pcs_gone m0/fast0
	check "carrier is lost" wait_for 500 port_no_carrier p0
	check "the driver is bound" pcs_back m0/fast0
	check "pings are answered" works 10000

	log_test "unbind and bind with a module"
}

sfp_swap_while_unbound()
{
	RET=0

	check "there is a link" cages_up 10gbase-sr
	check "the driver is unbound" pcs_gone m0/slow0
	check "modules are taken out" insert none
	check "carrier is lost" wait_for 2500 port_no_carrier p0 p1
	check "modules for that PCS are inserted" insert 1000base-sx
	check "the other one serves them" works 1000
	check "the driver is bound" pcs_back m0/slow0
	check "pings are answered" works 1000
	check "the driver of the other is unbound" pcs_gone m0/fast0
	check "carrier stays" stays_for 500 port_has_carrier p0

	log_test "modules are swapped to a PCS that is away"
}

sfp_eeprom()
{
	RET=0

	check "there is a link" cages_up 1000base-sx
	check "ethtool shows what it is" wait_for 1000 module_says p0 \
		"Transceiver type .*1000BASE-SX"

	log_test "ethtool shows the module"
}

module_says()
{
	port_ethtool "$1" -m 2>/dev/null | grep -q "$2"
}

require_models pma xpcs
require_kind sfp
require_tools ping
pcs_run
