#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Two 1000BASE-X ports, each behind a PCS, with a cable in between: the link comes
# up by in-band negotiation, and ip, ethtool and ping show it.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	link_comes_up
	link_is_negotiated
	link_answers_ping
	link_down_and_up
	link_restarts
"

link_comes_up()
{
	RET=0

	check "there are two ports" pair_new
	check "no carrier while they are down" not port_has_carrier p0
	port_up p0 p1
	check "carrier at both ends" wait_for 2000 port_has_carrier p0 p1
	check "the kernel said so once for each port" log_count "Link is Up" 2

	log_test "1000BASE-X comes up when both ends are up"
}

link_is_negotiated()
{
	RET=0

	check "there is a link" pair_up
	check "speed" port_says p0 "Speed: 1000Mb/s"
	check "duplex" port_says p0 "Duplex: Full"
	check "partner's abilities" port_says p0 \
		"Link partner advertised link modes: +1000baseX/Full"
	check "link" port_says p0 "Link detected: yes"

	log_test "ethtool shows what was negotiated"
}

link_answers_ping()
{
	RET=0

	check "there is a link" pair_up
	check "pings from one end" port_ping p0 192.0.2.2 5
	check "pings from the other" port_ping p1 192.0.2.1 5

	log_test "pings are answered"
}

link_down_and_up()
{
	RET=0

	check "there is a link" pair_up
	port_down p1
	check "pings are not answered" not port_reaches p0 192.0.2.2
	port_up p1
	check "carrier returns" wait_for 2000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "the port at the far end is closed and opened"
}

link_restarts()
{
	RET=0

	check "there is a link" pair_up
	check "ethtool restarts the negotiation" port_ethtool p0 -r
	check "carrier" wait_for 2000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "negotiation is restarted"
}

require_models lynx
require_tools ping
pcs_run
