#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Ports behind a DesignWare XPCS, which the kernel's own pcs-xpcs drives: its modes,
# and what happens when its driver goes and returns.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	xpcs_1000basex
	xpcs_2500basex
	xpcs_10gbaser
	xpcs_10gbasekr
	xpcs_sgmii
	xpcs_usxgmii
	xpcs_unbind_bind
	xpcs_and_lynx
	xpcs_not_plugged_in
"

PCS=(model=xpcs)

# test_mode MODE SPEED
test_mode()
{
	RET=0

	check "there is a link" pair_up phy_mode="$1"
	check "its speed" port_says p0 "Speed: $2Mb/s"
	check "pings are answered" port_ping p0 192.0.2.2
	sim_set cable/c0 live=0
	check "carrier is lost without the cable" \
		wait_for 2500 port_no_carrier p0 p1
	sim_set cable/c0 live=1
	check "it returns" wait_for 5000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "$1"
}

xpcs_1000basex()
{
	test_mode 1000base-x 1000
}

xpcs_2500basex()
{
	test_mode 2500base-x 2500
}

xpcs_10gbaser()
{
	test_mode 10gbase-r 10000
}

xpcs_10gbasekr()
{
	test_mode 10gbase-kr 10000
}

xpcs_sgmii()
{
	RET=0

	check "there is a port" single_new "sgmii 100 full" phy_mode=sgmii
	port_up p0
	check "carrier" wait_for 3000 port_has_carrier p0
	check "its speed" port_says p0 "Speed: 100Mb/s"
	sim_set port/p0 partner="sgmii 1000 full"
	check "another speed" wait_for 3000 port_says p0 "Speed: 1000Mb/s"

	log_test "sgmii"
}

# pcs-xpcs takes it for USXGMII on a backplane, with clause 73 negotiation
xpcs_usxgmii()
{
	RET=0

	check "there is a port" single_new 10gbase-kr phy_mode=usxgmii
	port_up p0
	check "carrier" wait_for 3000 port_has_carrier p0
	check "its speed" port_says p0 "Speed: 10000Mb/s"
	sim_set port/p0 partner=1000base-kx
	check "another speed" wait_for 3000 port_says p0 "Speed: 1000Mb/s"

	log_test "usxgmii"
}

xpcs_unbind_bind()
{
	RET=0

	check "there is a link" pair_up phy_mode=10gbase-r
	check "the driver is unbound" pcs_gone m0/pcs0
	check "carrier is lost" wait_for 500 port_no_carrier p0
	check "it stays lost" stays_for 2000 port_no_carrier p0
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier returns" wait_for 5000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "10gbase-r: unbind and bind"
}

xpcs_and_lynx()
{
	RET=0

	check "there is a bus" sim_new mdio/m0
	check "an XPCS" sim_new mdio/m0/pcs0 "${PCS[@]}"
	check "and a Lynx PCS" sim_new mdio/m0/pcs1
	check "with a port each" port_new p0 "$ns0" pcs=m0/pcs0
	check "of the same mode" port_new p1 "$ns1" pcs=m0/pcs1
	port_addr p0 192.0.2.1/24
	port_addr p1 192.0.2.2/24
	check "and a cable" sim_new cable/c0 a=p0 b=p1
	port_up p0 p1
	check "carrier" wait_for 3000 port_has_carrier p0 p1
	check "pings are answered" port_ping p0 192.0.2.2

	log_test "1000base-x with a Lynx PCS at the far end"
}

# What is not there does not send, whatever its MAC does
xpcs_not_plugged_in()
{
	RET=0

	check "there is a link" pair_up phy_mode=10gbase-r
	sim_set mdio/m0/pcs0 live=0
	check "carrier is lost" wait_for 2500 port_no_carrier p0 p1
	port_down p0
	port_up p0
	check "it stays lost" stays_for 2000 port_no_carrier p0 p1
	sim_set mdio/m0/pcs0 live=1
	check "it returns" wait_for 5000 port_has_carrier p0 p1

	log_test "an XPCS is taken out"
}

require_models xpcs lynx
require_tools ping
pcs_run
