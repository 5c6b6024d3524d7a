#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The driver of an MDIO bus is unbound, and with it all PCS on the bus go, while
# they are in use; it is bound again, and all links return.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	bus_unbind
	bus_bind
	bus_late_port
	bus_phy
	bus_phy_back
"

driver=/sys/bus/platform/drivers/pcs-sim-mdio

bus_gone()
{
	sim_get mdio/m0 device >$driver/unbind && defer bus_back
}

bus_is_bound()
{
	[ -e "$driver/$(sim_get mdio/m0 device)" ]
}

bus_back()
{
	[ ! -d "$SIM/mdio/m0" ] || bus_is_bound ||
		sim_get mdio/m0 device >$driver/bind
}

bus_unbind()
{
	RET=0

	check "there is a link" pair_up
	log_mark
	check "the driver of the bus is unbound" bus_gone
	check "carrier is lost at both ends" \
		wait_for 500 port_no_carrier p0 p1
	check "it stays lost" stays_for 2000 port_no_carrier p0 p1
	check "the kernel says so once for each" log_count "Link is Down" 2

	log_test "the bus is unbound under two ports"
}

bus_bind()
{
	local ifindex

	RET=0

	check "there is a link" pair_up
	ifindex=$(port_ifindex p0)
	check "the driver of the bus is unbound" bus_gone
	check "carrier is lost" wait_for 500 port_no_carrier p0 p1
	check "the driver of the bus is bound" bus_back
	check "carrier returns" wait_for 3000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2
	check "it is the same network device" test \
		"$(port_ifindex p0)" -eq "$ifindex"

	log_test "the bus is bound again"
}

bus_late_port()
{
	RET=0

	check "there is a bus" sim_new mdio/m0
	check "and a PCS" sim_new mdio/m0/pcs0
	check "the driver of the bus is unbound" bus_gone
	check "there is a port" port_new p0 "$ns0" pcs=m0/pcs0 late=1
	sim_set port/p0 partner="1000base-x full"
	check "it can be opened" port_up p0
	check "no carrier" stays_for 500 port_no_carrier p0
	check "the driver of the bus is bound" bus_back
	check "carrier" wait_for 2000 port_has_carrier p0

	log_test "a port starts before the bus"
}

# A port does not survive its PHY: it is closed, and can be opened with the next
test_phy()
{
	local gone=$1 back=$2

	RET=0

	if ! has_model m88e1111; then
		log_test_skip "$3" "needs the Marvell PHY driver"
		return
	fi
	check "there is a link" phy_up
	check "the PHY goes" $gone
	check "the port is closed" port_is_closed p0
	check "it cannot be opened" not port_up p0
	check "the PHY is back" $back
	check "it can be opened" port_up p0 p1
	check "carrier" wait_for 5000 port_has_carrier p0 p1

	log_test "$3"
}

phy_up()
{
	phy_pair_new && port_up p0 p1 && wait_for 5000 port_has_carrier p0 p1
}

port_is_closed()
{
	[[ $(port_ip "$1" -o link show dev "${DEV[$1]}") != *[\<,]UP[,\>]* ]]
}

bus_phy()
{
	test_phy bus_gone bus_back "the bus is unbound under a PHY"
}

phy_gone()
{
	sim_set mdio/m0/phy0 live=0
}

phy_back()
{
	sim_set mdio/m0/phy0 live=1
}

bus_phy_back()
{
	test_phy phy_gone phy_back "a PHY is taken off its bus, and put back"
}

require_models lynx
require_tools ping
pcs_run
