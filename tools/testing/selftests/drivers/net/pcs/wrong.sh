#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Ports that are described wrongly, or a PCS that never comes: the port has no
# carrier, or is not there, and the kernel says why.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	wrong_no_driver
	wrong_no_driver_late
	wrong_mode
	wrong_mode_late
	wrong_mode_of_all
	wrong_other_ports_work
"

# A PCS that no driver will ever be for
wrong_pcs()
{
	sim_new mdio/m0 && sim_new mdio/m0/pcs0 driver=no-such-driver
}

wrong_no_driver()
{
	RET=0

	check "there is a PCS" wrong_pcs
	check "and a port" port_new p0 "$ns0" pcs=m0/pcs0
	check "without a network device" not port_has_dev p0
	log_mark
	check "it stays so" stays_for 3000 not port_has_dev p0
	check "probe is not tried in a loop" log_count "" 0

	log_test "a PCS without a driver"
}

wrong_no_driver_late()
{
	RET=0

	check "there is a PCS" wrong_pcs
	check "and a port" port_new p0 "$ns0" pcs=m0/pcs0 late=1
	log_mark
	check "it can be opened" port_up p0
	check "it has no carrier" stays_for 3000 port_no_carrier p0
	check "the kernel says why, once" log_count \
		"PCS .*pcs0 is not there: link held down" 1

	log_test "a PCS without a driver, not waited for"
}

wrong_mode()
{
	RET=0

	check "there is a PCS" sim_new mdio/m0
	check "of some kind" sim_new mdio/m0/pcs0
	log_mark
	port_new p0 "$ns0" pcs=m0/pcs0 phy_mode=10gbase-kr
	check "there is no port" not port_has_dev p0
	check "the kernel says why" log_says "$(sim_get port/p0 device).*10gbase-kr"

	log_test "a mode that the PCS does not support"
}

wrong_mode_late()
{
	RET=0

	check "there is a bus" sim_new mdio/m0
	check "and a PCS" sim_make mdio/m0/pcs0
	check "and a port" port_new p0 "$ns0" pcs=m0/pcs0 phy_mode=10gbase-kr \
		late=1
	check "it can be opened" port_up p0
	log_mark
	check "the PCS arrives" sim_set mdio/m0/pcs0 live=1
	check "no carrier" stays_for 2000 port_no_carrier p0
	check "the kernel says why" log_says \
		"does not support 10gbase-kr|mac_select_pcs unexpectedly failed"

	log_test "a mode that the PCS does not support, as is seen later"
}

wrong_mode_of_all()
{
	RET=0

	check "there is a bus" sim_new mdio/m0
	check "and a PCS" sim_new mdio/m0/pcs0
	check "and another" sim_new mdio/m0/pcs1
	log_mark
	port_new p0 "$ns0" pcs="m0/pcs0 m0/pcs1" phy_mode=10gbase-kr
	check "there is no port" not port_has_dev p0
	check "the log is not empty" not log_count "" 0

	log_test "a mode that none of the PCS supports"
}

wrong_other_ports_work()
{
	RET=0

	check "there is a PCS without a driver" wrong_pcs
	check "and a port" port_new p0 "$ns0" pcs=m0/pcs0 late=1
	check "there is another PCS" sim_new mdio/m0/pcs1
	check "and a port" port_new p1 "$ns1" pcs=m0/pcs1
	sim_set port/p1 partner="1000base-x full"
	port_up p0 p1
	check "which has carrier" wait_for 2000 port_has_carrier p1
	check "the first has none" port_no_carrier p0

	log_test "others are not affected"
}

require_models lynx
pcs_run
