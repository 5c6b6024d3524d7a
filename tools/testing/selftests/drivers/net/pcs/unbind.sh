#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The driver of a PCS is unbound and bound again while the port is up, with in-band
# negotiation, with a PHY and with a fixed link: carrier is lost at once and
# returns by itself, and the MAC is not touched.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	inband_unbind
	inband_bind
	phy_unbind
	phy_bind
	fixed_unbind
	fixed_bind
	many_times
"

pair_inband()
{
	pair_new
}

pair_fixed()
{
	pair_new an_mode=fixed fixed_link="1000 full"
}

pair_phy()
{
	phy_pair_new an_mode=phy
}

# unbind_up MODE: two ports with a link, and no waiting for ARP
unbind_up()
{
	"pair_$1" && port_up p0 p1 &&
		wait_for 6000 port_has_carrier p0 p1 &&
		port_neigh p0 192.0.2.2 p1 && port_neigh p1 192.0.2.1 p0 &&
		port_ping p0 192.0.2.2
}

test_unbind()
{
	local mode=$1

	RET=0

	check "there is a link" unbind_up "$mode"
	log_mark
	check "the driver is unbound" pcs_gone m0/pcs0
	check "carrier is lost at once" wait_for 200 port_no_carrier p0
	check "it stays lost" stays_for 3000 port_no_carrier p0
	check "pings are not answered" not port_reaches p0 192.0.2.2
	check "ethtool says that there is no link" port_says p0 \
		"Link detected: no"
	check "the kernel says so once" log_count "Link is Down" 1
	check "and which PCS it is that is not there" log_count \
		"PCS .* is not there: link held down" 1

	log_test "$mode: unbind"
}

test_bind()
{
	local mode=$1 ifindex changes

	RET=0

	check "there is a link" unbind_up "$mode"
	ifindex=$(port_ifindex p0)
	changes=$(port_changes p0)
	check "the driver is unbound" pcs_gone m0/pcs0
	check "carrier is lost" wait_for 200 port_no_carrier p0
	log_mark
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier returns" wait_for 2000 port_has_carrier p0
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2
	check "the kernel says so once" log_count "Link is Up" 1
	check "carrier came and went only once" test \
		"$(port_changes p0)" -eq $((changes + 2))
	check "it is the same network device" test \
		"$(port_ifindex p0)" -eq "$ifindex"

	log_test "$mode: bind"
}

inband_unbind()
{
	test_unbind inband
}

inband_bind()
{
	test_bind inband
}

phy_unbind()
{
	if has_model m88e1111; then
		test_unbind phy
	else
		log_test_skip "phy: unbind"
	fi
}

phy_bind()
{
	if has_model m88e1111; then
		test_bind phy
	else
		log_test_skip "phy: bind"
	fi
}

fixed_unbind()
{
	test_unbind fixed
}

fixed_bind()
{
	test_bind fixed
}

many_times()
{
	local i

	RET=0

	check "there is a link" unbind_up inband
	for ((i = 0; i < 20; i++)); do
		check "unbind $i" pcs_unbind m0/pcs0
		check "bind $i" pcs_bind m0/pcs0
	done
	check "carrier" wait_for 2000 port_has_carrier p0 p1
	check "pings are answered" wait_for 2000 port_reaches p0 192.0.2.2

	log_test "unbind and bind 20 times without a break"
}

require_models lynx
require_tools ping
pcs_run
