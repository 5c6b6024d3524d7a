#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A PCS that arrives after its MAC: the MAC's probe is deferred until then, or, when
# the MAC asks for the PCS with PCS_GET_LATE, its port is there without carrier.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	late_is_deferred
	late_says_why
	late_netdev_up
	late_netdev_down
	late_driver
	late_others_work
"

partner="1000base-x full"

# late_new [ATTRIBUTE=VALUE..]: a port with a PCS that is not there
late_new()
{
	sim_new mdio/m0 && sim_make mdio/m0/pcs0 || return
	port_new p0 "$ns0" pcs=m0/pcs0 "$@" || return
	sim_set port/p0 partner="$partner"
}

late_arrives()
{
	sim_set mdio/m0/pcs0 live=1
}

late_is_deferred()
{
	RET=0

	check "there is a port" late_new
	check "without a network device" not port_has_dev p0
	check "the PCS arrives" late_arrives
	check "and the network device" wait_for 2000 port_has_dev p0
	port_adopt p0 "$ns0"
	port_up p0
	check "carrier" wait_for 2000 port_has_carrier p0

	log_test "the MAC waits for its PCS"
}

late_says_why()
{
	local deferred=/sys/kernel/debug/devices_deferred device

	RET=0

	[ -d /sys/kernel/debug/bdi ] ||
		mount -t debugfs none /sys/kernel/debug 2>/dev/null
	if [ ! -e $deferred ]; then
		log_test_skip "devices_deferred says what the MAC waits for"
		return
	fi
	check "there is a port" late_new
	device=$(sim_get port/p0 device)
	check "it waits" grep -q "^$device" $deferred
	check "for the PCS" grep -q "^$device.*pcs-handle.*not registered" \
		$deferred
	check "the PCS arrives" late_arrives
	check "it does not wait any more" wait_for 2000 not \
		grep -q "^$device" $deferred

	log_test "devices_deferred says what the MAC waits for"
}

late_netdev_up()
{
	local ifindex

	RET=0

	check "there is a port" late_new late=1
	check "with a network device" port_has_dev p0
	check "it can be opened" port_up p0
	check "no carrier" stays_for 2000 port_no_carrier p0
	ifindex=$(port_ifindex p0)
	check "the PCS arrives" late_arrives
	check "carrier" wait_for 2000 port_has_carrier p0
	check "the port is the same" test "$(port_ifindex p0)" = "$ifindex"

	log_test "a PCS arrives while its port is up"
}

late_netdev_down()
{
	RET=0

	check "there is a port" late_new late=1
	check "it can be opened" port_up p0
	check "no carrier" stays_for 500 port_no_carrier p0
	port_down p0
	check "the PCS arrives" late_arrives
	check "it can be opened" port_up p0
	check "carrier" wait_for 2000 port_has_carrier p0

	log_test "a PCS arrives while its port is down"
}

late_driver()
{
	RET=0

	check "there is a port" late_new late=1
	check "it can be opened" port_up p0
	check "the PCS arrives" late_arrives
	check "carrier" wait_for 2000 port_has_carrier p0
	check "the driver is unbound" pcs_gone m0/pcs0
	sim_set port/p0 live=0 live=1
	port_adopt p0 "$ns0"
	check "it can be opened" port_up p0
	check "no carrier" stays_for 1000 port_no_carrier p0
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier" wait_for 2000 port_has_carrier p0

	log_test "a PCS is there, its driver comes later"
}

late_others_work()
{
	RET=0

	check "there is a port that waits" late_new
	check "and another" sim_new mdio/m0/pcs1
	check "with its PCS" port_new p1 "$ns1" pcs=m0/pcs1
	sim_set port/p1 partner="$partner"
	port_up p1
	check "which has carrier" wait_for 2000 port_has_carrier p1
	check "the first still waits" not port_has_dev p0

	log_test "others do not wait with it"
}

require_models lynx
pcs_run
