#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A MAC with two PCS, one of which serves it at a time: the first in firmware order
# that supports the mode and is there. The other one may come and go unnoticed;
# when the one in use goes the link moves over.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	several_first_serves
	several_other_leaves
	several_other_takes_over
	several_first_returns
	several_reverse_order
	several_both_leave
"

# Port p0 with the PCS pcs0 and pcs1, port p1 with pcs2, and a cable
several_new()
{
	sim_new mdio/m0 && sim_new mdio/m0/pcs0 && sim_new mdio/m0/pcs1 &&
		sim_new mdio/m0/pcs2 || return
	port_new p0 "$ns0" pcs="m0/pcs0 m0/pcs1" "$@" || return
	port_new p1 "$ns1" pcs="m0/pcs2" || return
	port_addr p0 192.0.2.1/24 && port_addr p1 192.0.2.2/24 &&
		sim_new cable/c0 a=p0 b=p1
}

several_up()
{
	several_new "$@" && port_up p0 p1 &&
		wait_for 2000 port_has_carrier p0 p1 &&
		port_neigh p0 192.0.2.2 p1 && port_neigh p1 192.0.2.1 p0 &&
		port_ping p0 192.0.2.2
}

# The link is lost when this PCS leaves, and moves over or returns
several_serves()
{
	local changes

	changes=$(port_changes p0)
	pcs_unbind "$1" && wait_for 2000 port_changed p0 "$changes" &&
		pcs_bind "$1" && wait_for 4000 port_has_carrier p0
}

port_changed()
{
	[ "$(port_changes "$1")" -gt "$2" ]
}

several_first_serves()
{
	RET=0

	check "there is a link" several_up
	check "it is by the first PCS" several_serves m0/pcs0

	log_test "the first PCS serves"
}

several_other_leaves()
{
	local changes pid lost

	RET=0

	check "there is a link" several_up
	changes=$(port_changes p0)
	log_mark
	ip netns exec "$ns0" ping -q -n -i 0.01 -c 100 192.0.2.2 \
		>/dev/null 2>&1 &
	pid=$!
	check "the other is unbound" pcs_gone m0/pcs1
	check "carrier stays" stays_for 300 port_has_carrier p0
	check "the other is bound" pcs_back m0/pcs1
	check "carrier stays" stays_for 300 port_has_carrier p0
	wait "$pid"
	check_err $? "not so: all pings are answered"
	check "not a blip" test "$(port_changes p0)" -eq "$changes"
	check "nothing is said" log_count "Link is|link held down" 0

	log_test "the PCS that is not in use leaves and returns"
}

several_other_takes_over()
{
	RET=0

	check "there is a link" several_up
	log_mark
	check "the first is unbound" pcs_gone m0/pcs0
	check "the link moves over" wait_for 3000 log_says "Link is Up"
	check "carrier" wait_for 2000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2
	check "by the other" several_serves m0/pcs1

	log_test "the other PCS takes over"
}

several_first_returns()
{
	RET=0

	check "there is a link" several_up
	check "the first is unbound" pcs_gone m0/pcs0
	check "carrier" wait_for 3000 port_reaches p0 192.0.2.2
	log_mark
	check "the first is bound" pcs_back m0/pcs0
	check "the link moves back" wait_for 3000 log_says "Link is Up"
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2
	check "by the first" several_serves m0/pcs0

	log_test "the first PCS returns"
}

several_reverse_order()
{
	RET=0

	check "there are ports" several_new late=1
	check "the first is unbound" pcs_gone m0/pcs0
	check "the other is unbound" pcs_gone m0/pcs1
	port_up p0 p1
	check "no carrier" stays_for 300 port_no_carrier p0
	check "the other is bound" pcs_back m0/pcs1
	check "carrier" wait_for 3000 port_has_carrier p0
	check "the first is bound" pcs_back m0/pcs0
	check "pings are answered" wait_for 4000 port_reaches p0 192.0.2.2
	check "by the first" several_serves m0/pcs0

	log_test "two PCS arrive in reverse order"
}

several_both_leave()
{
	RET=0

	check "there is a link" several_up
	check "the first is unbound" pcs_gone m0/pcs0
	check "the other is unbound" pcs_gone m0/pcs1
	check "carrier is lost" wait_for 500 port_no_carrier p0
	check "it stays lost" stays_for 2000 port_no_carrier p0
	check "the other is bound" pcs_back m0/pcs1
	check "pings are answered" wait_for 3000 port_reaches p0 192.0.2.2

	log_test "both leave, one returns"
}

require_models lynx
require_tools ping
pcs_run
