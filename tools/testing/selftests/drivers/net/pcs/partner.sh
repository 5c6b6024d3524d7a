#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The far end changes what it offers: an SGMII PHY its speed and duplex, a
# 1000BASE-X link partner its flow control. The port follows.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	sgmii_speeds
	sgmii_down
	basex_pause
	basex_no_negotiation
	change_while_unbound
"

# follows PARTNER REGEX..: ethtool says so
follows()
{
	local regex

	sim_set port/p0 partner="$1" || return
	shift
	for regex; do
		wait_for 3000 port_says p0 "$regex" || return
	done
	wait_for 2000 port_has_carrier p0
}

sgmii_up()
{
	single_up "sgmii 1000 full" phy_mode=sgmii
}

sgmii_speeds()
{
	local speed duplex

	RET=0

	check "there is a link" sgmii_up
	check "of 1000 Mb/s" port_says p0 "Speed: 1000Mb/s"
	for speed in 100 10 1000; do
		for duplex in Half Full; do
			[ "$speed $duplex" != "1000 Half" ] || continue
			check "$speed $duplex" follows \
				"sgmii $speed ${duplex,,}" \
				"Speed: ${speed}Mb/s" "Duplex: $duplex"
		done
	done

	log_test "SGMII: the partner changes speed and duplex"
}

sgmii_down()
{
	RET=0

	check "there is a link" sgmii_up
	log_mark
	sim_set port/p0 partner="sgmii down"
	check "carrier is lost" wait_for 2000 port_no_carrier p0
	check "the kernel says so once" log_count "Link is Down" 1
	check "it returns" follows "sgmii 100 full" "Speed: 100Mb/s"

	log_test "SGMII: the PHY loses its link"
}

basex_pause()
{
	RET=0

	check "there is a port" single_new "1000base-x full pause"
	port_up p0
	check "carrier" wait_for 2000 port_has_carrier p0
	check "with flow control" log_says "flow control rx/tx"
	log_mark
	sim_set port/p0 partner="1000base-x full"
	check "without" wait_for 3000 log_says "Link is Up.*flow control off"

	log_test "1000BASE-X: the partner changes its flow control"
}

basex_no_negotiation()
{
	RET=0

	check "there is a port" single_new "1000base-x full forced"
	port_up p0
	check "no carrier with a partner that does not negotiate" \
		stays_for 2000 port_no_carrier p0
	sim_set port/p0 partner="1000base-x full"
	check "carrier when it does" wait_for 2000 port_has_carrier p0

	log_test "1000BASE-X: a partner that does not negotiate"
}

change_while_unbound()
{
	RET=0

	check "there is a link" sgmii_up
	check "the driver is unbound" pcs_gone m0/pcs0
	sim_set port/p0 partner="sgmii 10 half"
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier" wait_for 2000 port_has_carrier p0
	check "speed" port_says p0 "Speed: 10Mb/s"
	check "duplex" port_says p0 "Duplex: Half"

	log_test "SGMII: the partner changes while the PCS is away"
}

require_models lynx
pcs_run
