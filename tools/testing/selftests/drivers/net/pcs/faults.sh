#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Hardware that does not behave: registers that cannot be read, or only slowly, and
# negotiation that never ends or takes its time. Carrier tells the truth, and returns
# when the fault is gone.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	faults_read_errors
	faults_errors_while_down
	faults_stuck
	faults_slow
	faults_latency
	faults_unbind_slow_op
	faults_unplugged
	faults_unplugged_port
	faults_none
"

partner="1000base-x full"

faults_read_errors()
{
	RET=0

	check "there is a link" single_up "$partner"
	sim_set mdio/m0/pcs0 errors=all
	check "carrier is lost when nothing can be read" \
		wait_for 2500 port_no_carrier p0
	check "ethtool answers" port_says p0 "Link detected: no"
	sim_set mdio/m0/pcs0 errors=none
	check "carrier returns" wait_for 2500 port_has_carrier p0

	log_test "read errors while the link is up"
}

faults_errors_while_down()
{
	RET=0

	check "there is a port" single_new "$partner"
	sim_set mdio/m0/pcs0 errors=all
	check "it can be opened" port_up p0
	check "no carrier" stays_for 2000 port_no_carrier p0
	sim_set mdio/m0/pcs0 errors=none
	port_down p0
	check "it can be opened" port_up p0
	check "carrier" wait_for 2000 port_has_carrier p0

	log_test "a port is opened while there are read errors"
}

faults_stuck()
{
	RET=0

	check "there is a port" single_new "$partner"
	sim_set mdio/m0/pcs0 negotiation=stuck
	port_up p0
	check "no carrier while negotiation does not end" \
		stays_for 3000 port_no_carrier p0
	sim_set mdio/m0/pcs0 negotiation=normal
	check "carrier when it does" wait_for 3000 port_has_carrier p0

	log_test "negotiation is stuck"
}

faults_slow()
{
	RET=0

	check "there is a port" single_new "$partner"
	sim_set mdio/m0/pcs0 negotiation="slow 2500"
	port_up p0
	check "no carrier before that" stays_for 2300 port_no_carrier p0
	check "carrier after that" wait_for 2500 port_has_carrier p0

	log_test "negotiation takes 2.5 seconds"
}

faults_latency()
{
	RET=0

	check "there is a port" single_new "$partner"
	sim_set mdio/m0/pcs0 latency="all 20000"
	port_up p0
	check "carrier" wait_for 5000 port_has_carrier p0
	check "ethtool answers" port_says p0 "Speed: 1000Mb/s"
	check "the driver is unbound" pcs_gone m0/pcs0
	check "carrier is lost" wait_for 1000 port_no_carrier p0
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier returns" wait_for 5000 port_has_carrier p0

	log_test "each access takes 20 ms"
}

faults_unbind_slow_op()
{
	local pid

	RET=0

	check "there is a link" single_up "$partner"
	check "and another port" sim_new mdio/m0/pcs1
	check "on the same bus" port_new p1 "$ns1" pcs=m0/pcs1
	sim_set port/p1 partner="$partner"
	port_up p1
	check "with a link" wait_for 2000 port_has_carrier p1
	sim_set mdio/m0/pcs0 latency="all 300000"
	port_ethtool p0 >/dev/null &
	pid=$!
	check "the driver is unbound" pcs_gone m0/pcs0
	wait "$pid"
	check "carrier is lost" wait_for 1000 port_no_carrier p0
	check "the other has carrier" port_has_carrier p1
	sim_set mdio/m0/pcs0 latency=none
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier returns" wait_for 5000 port_has_carrier p0

	log_test "unbind while an access is under way"
}

# Those of a device that nobody uses
faults_unplugged()
{
	RET=0

	check "there is a device" sim_new mdio/m0
	check "that is live" sim_new mdio/m0/pcs0
	sim_set mdio/m0/pcs0 errors=all negotiation=stuck live=0
	check "it keeps its faults" test "$(sim_get mdio/m0/pcs0 errors)" = all
	check "it cannot change" not sim_set mdio/m0/pcs0 address=3 2>/dev/null
	sim_set mdio/m0/pcs0 live=1
	check "also when it returns" \
		test "$(sim_get mdio/m0/pcs0 errors)" = all
	check "all of them" \
		test "$(sim_get mdio/m0/pcs0 negotiation)" = stuck
	sim_set mdio/m0/pcs0 live=0 errors=none
	check "it cannot change while one is left" \
		not sim_set mdio/m0/pcs0 address=3 2>/dev/null
	sim_set mdio/m0/pcs0 negotiation=normal
	check "it can change then" sim_set mdio/m0/pcs0 address=3

	log_test "a device with faults is unplugged"
}

# Those of one that a port refers to
faults_unplugged_port()
{
	RET=0

	if ! has_model m88e1111; then
		log_test_skip "a PHY of a port is unplugged with faults"
		return
	fi
	check "there is a link" phy_pair_new
	sim_set mdio/m0/phy0 errors=all live=0
	check "faults can be seen" test "$(sim_get mdio/m0/phy0 errors)" = all
	check "the PHY cannot be found" \
		not sim_set mdio/m0/phy0 live=1 2>/dev/null
	check "why can be seen" test "$(sim_get mdio/m0/phy0 errors)" = all
	sim_set mdio/m0/phy0 errors=none
	check "it can be found" sim_set mdio/m0/phy0 live=1

	log_test "a PHY of a port is unplugged with faults"
}

faults_none()
{
	local attr

	RET=0

	check "there is a device" sim_new mdio/m0
	check "that is not live" sim_make mdio/m0/pcs0
	for attr in latency=none errors=none negotiation=normal; do
		check "it is told $attr" sim_set mdio/m0/pcs0 "$attr"
		check "it can still change" \
			sim_set mdio/m0/pcs0 model=lynx address=3
	done

	log_test "no faults keep nothing from changing"
}

require_models lynx
pcs_run
