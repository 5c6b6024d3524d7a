#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Two MACs refer to the same PCS: it serves the one that is up first, the other has no
# carrier until it is free.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	shared_first_has_it
	shared_second_gets_it
	shared_after_unbind
"

shared_up()
{
	sim_new mdio/m0 && sim_new mdio/m0/pcs0 &&
		port_new p0 "$ns0" pcs=m0/pcs0 &&
		port_new p1 "$ns1" pcs=m0/pcs0 || return
	sim_set port/p0 partner="1000base-x full" && port_up p0 &&
		wait_for 2000 port_has_carrier p0
}

shared_first_has_it()
{
	RET=0

	check "the first has carrier" shared_up
	log_mark
	check "the second can be opened" port_up p1
	check "it has no carrier" stays_for 2000 port_no_carrier p1
	check "the kernel says who has the PCS" log_says \
		"PCS .* is in use by $(sim_get port/p0 device): link held down"
	check "the first keeps carrier" port_has_carrier p0

	log_test "it serves the first"
}

shared_second_gets_it()
{
	RET=0

	check "the first has carrier" shared_up
	check "the second can be opened" port_up p1
	check "it has no carrier" stays_for 500 port_no_carrier p1
	port_down p0
	check "it has, when the first is down" \
		wait_for 3000 port_has_carrier p1
	port_up p0
	check "the first has none now" stays_for 1500 port_no_carrier p0
	check "the second keeps it" port_has_carrier p1

	log_test "it serves the second when it is free"
}

shared_after_unbind()
{
	RET=0

	check "the first has carrier" shared_up
	check "the second can be opened" port_up p1
	check "the driver is unbound" pcs_gone m0/pcs0
	check "none has carrier" wait_for 500 port_no_carrier p0 p1
	check "the driver is bound" pcs_back m0/pcs0
	check "one of them has" wait_for 3000 one_has_carrier
	check "and no other" stays_for 1500 one_has_carrier

	log_test "it serves one of them after unbind and bind"
}

one_has_carrier()
{
	local num=0 port

	for port in p0 p1; do
		! port_has_carrier $port || num=$((num + 1))
	done
	[ $num = 1 ]
}

require_models lynx
pcs_run
