#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Traffic between two ports: nothing is lost, all of it is counted at both ends, and
# none of it gets through while there is no link.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	traffic_flood
	traffic_large
	traffic_is_counted
	traffic_needs_link
"

# ping_all ARG..: none is lost
ping_all()
{
	ip netns exec "$ns0" ping -q -n "$@" 192.0.2.2 | grep -q ' 0% packet loss'
}

traffic_flood()
{
	RET=0

	check "there is a link" pair_up
	check "no packet is lost" ping_all -f -c 500

	log_test "500 pings as fast as they can"
}

traffic_large()
{
	local size

	RET=0

	check "there is a link" pair_up
	for size in 0 1 1471 1472; do
		check "$size bytes" ping_all -c 2 -i 0.01 -M "do" -s $size
	done

	log_test "packets from the shortest to the longest"
}

# IPv6, where there is any, sends frames whenever it likes
no_ipv6()
{
	local ns conf

	for ns in "$ns0" "$ns1"; do
		for conf in all default; do
			ip netns exec "$ns" sysctl -q -w \
				net.ipv6.conf.$conf.disable_ipv6=1
		done
	done 2>/dev/null
}

traffic_is_counted()
{
	local rx tx

	RET=0

	no_ipv6
	check "there is a link" pair_up
	port_neigh p0 192.0.2.2 p1
	port_neigh p1 192.0.2.1 p0
	tx=$(port_stat p0 tx.packets)
	rx=$(port_stat p1 rx.packets)
	check "no packet is lost" ping_all -f -c 100
	tx=$(($(port_stat p0 tx.packets) - tx))
	rx=$(($(port_stat p1 rx.packets) - rx))
	check "sent packets are counted" test "$tx" -ge 100
	check "all of them are counted at the far end" test "$rx" -eq "$tx"
	check "none as dropped" test "$(port_stat p0 tx.dropped)" -eq 0

	log_test "what is sent is counted at both ends"
}

traffic_needs_link()
{
	local rx

	RET=0

	check "there is a link" pair_up
	port_neigh p0 192.0.2.2 p1
	check "pings are answered" port_ping p0 192.0.2.2
	sim_set cable/c0 live=0
	check "carrier is lost" wait_for 2000 port_no_carrier p0
	rx=$(port_stat p1 rx.packets)
	check "pings are not answered" not port_reaches p0 192.0.2.2
	check "nothing arrives" test "$(port_stat p1 rx.packets)" -eq "$rx"

	log_test "nothing gets through without a link"
}

require_models lynx
require_tools ping
pcs_run
