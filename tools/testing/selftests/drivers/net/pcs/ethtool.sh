#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ethtool while a PCS is away, or comes and goes: it answers, and what it is told
# counts when the PCS is back.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	ethtool_reads_without_pcs
	ethtool_autoneg_without_pcs
	ethtool_pause_without_pcs
	ethtool_restart_without_pcs
	ethtool_while_it_comes_and_goes
"

ethtool_reads_without_pcs()
{
	RET=0

	check "there is a link" pair_up
	check "the driver is unbound" pcs_gone m0/pcs0
	check "no link" port_says p0 "Link detected: no"
	check "no speed" port_says p0 "Speed: Unknown!"
	check "supported modes" port_says p0 "1000baseX/Full"
	check "flow control" port_ethtool p0 -a

	log_test "settings are shown"
}

ethtool_autoneg_without_pcs()
{
	RET=0

	check "there is a link" pair_up
	check "the driver is unbound" pcs_gone m0/pcs0
	check "negotiation is switched off" port_ethtool p0 -s autoneg off
	check "the driver is bound" pcs_back m0/pcs0
	check "it does not negotiate" wait_for 1000 \
		grep -q AN_DISABLE_LINK_OK "$SIM/mdio/m0/pcs0/state"
	check "the far end does" port_ethtool p1 -r
	check "the far end has no carrier" wait_for 2000 port_no_carrier p1
	check "negotiation is switched off there" \
		port_ethtool p1 -s autoneg off
	check "carrier" wait_for 3000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "negotiation is switched off"
}

ethtool_pause_without_pcs()
{
	RET=0

	check "there is a link" pair_up
	check "with flow control" log_says "Link is Up.*flow control rx/tx"
	check "the driver is unbound" pcs_gone m0/pcs0
	check "flow control is switched off" \
		port_ethtool p0 -A autoneg off rx off tx off
	log_mark
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier" wait_for 3000 port_has_carrier p0
	check "without flow control" log_says "Link is Up.*flow control off"

	log_test "flow control is switched off"
}

ethtool_restart_without_pcs()
{
	RET=0

	check "there is a link" pair_up
	check "the driver is unbound" pcs_gone m0/pcs0
	check "negotiation is restarted" port_ethtool p0 -r
	check "no carrier" stays_for 500 port_no_carrier p0
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier" wait_for 3000 port_has_carrier p0

	log_test "negotiation is restarted"
}

ethtool_loop()
{
	while port_ethtool p0 >/dev/null && port_ethtool p0 -a >/dev/null; do
		sleep 0.001
	done
}

ethtool_while_it_comes_and_goes()
{
	local i pid

	RET=0

	check "there is a link" pair_up
	ethtool_loop &
	pid=$!
	for ((i = 0; i < 10; i++)); do
		check "unbind $i" pcs_unbind m0/pcs0
		sleep 0.0$i
		check "bind $i" pcs_bind m0/pcs0
		sleep 0.0$i
	done
	check "ethtool has answered all that time" kill $pid
	wait $pid 2>/dev/null
	check "carrier" wait_for 3000 port_has_carrier p0 p1

	log_test "it is asked in a loop while the PCS comes and goes"
}

require_models lynx
require_tools ping
pcs_run
