#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A switch with eight user ports and a CPU port, which has no network device, each with
# a PCS: they come up, one does not disturb the others, PCS come late and in any
# order, and without the CPU port nothing gets through.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	switch_come_up
	switch_pcs_late
	switch_one_leaves
	switch_cpu_port
	switch_all_leave
"

USER_PORTS="0 1 2 3 4 5 6 7"

# switch_new: PCS pcs0 to pcs7 for the user ports, pcs8 for the CPU port
switch_new()
{
	local i

	sim_new mdio/m0 && sim_make switch/s0 || return
	for i in $USER_PORTS; do
		sim_make mdio/m0/pcs$i &&
			sim_set switch/s0/port$i pcs=m0/pcs$i \
				partner="1000base-x full" || return
	done
	sim_make mdio/m0/pcs8 &&
		sim_set switch/s0/cpu pcs=m0/pcs8 an_mode=fixed \
			fixed_link="1000 full" || return
	sim_set switch/s0 live=1 || return
	for i in $USER_PORTS; do
		NS[s$i]=$ns0
		DEV[s$i]=s$i
		dev_move "$(sim_get switch/s0/port$i netdev)" "$ns0" s$i ||
			return
	done
}

# pcs_arrive NUMBER..
pcs_arrive()
{
	local i

	for i; do
		sim_set "mdio/m0/pcs$i" live=1 || return
	done
}

switch_open()
{
	local i

	for i in $USER_PORTS; do
		port_up s$i || return
	done
}

switch_up()
{
	switch_new && pcs_arrive $USER_PORTS 8 && switch_open &&
		wait_for 3000 switch_has_carrier 8
}

# switch_has_carrier NUMBER: so many of the user ports do
switch_has_carrier()
{
	[ "$(ip -n "$ns0" -o link show | grep -c '[<,]LOWER_UP[,>].*ether')" \
		= "$1" ]
}

switch_come_up()
{
	RET=0

	check "all user ports have carrier" switch_up
	check "the kernel says so of all, and of the CPU port" \
		log_count "Link is Up" 9

	log_test "all come up"
}

switch_pcs_late()
{
	local i num=0

	RET=0

	check "there is a switch" switch_new
	switch_open
	check "no port has carrier" stays_for 1000 switch_has_carrier 0
	for i in 5 2 8 0 7; do
		check "PCS $i arrives" pcs_arrive $i
		[ $i = 8 ] || num=$((num + 1))
		check "$num ports have carrier" \
			wait_for 2000 switch_has_carrier $num
	done
	check "the others arrive" pcs_arrive 1 3 4 6
	check "all have carrier" wait_for 3000 switch_has_carrier 8

	log_test "PCS arrive late and in any order"
}

switch_one_leaves()
{
	RET=0

	check "all user ports have carrier" switch_up
	log_mark
	check "the driver of one PCS is unbound" pcs_gone m0/pcs3
	check "one port loses carrier" wait_for 500 switch_has_carrier 7
	check "the others keep it" stays_for 1500 switch_has_carrier 7
	check "no more is said" log_count "Link is Down" 1
	check "the driver is bound" pcs_back m0/pcs3
	check "carrier returns" wait_for 2000 switch_has_carrier 8

	log_test "one PCS leaves and returns"
}

# Port s0 with a cable to port p0
switch_far_end()
{
	switch_up && sim_new mdio/m1 && sim_new mdio/m1/pcs0 &&
		port_new p0 "$ns1" pcs=m1/pcs0 || return
	sim_set switch/s0/port0 partner=cable &&
		sim_new cable/c0 a=s0/port0 b=p0 || return
	port_addr s0 192.0.2.1/24 && port_addr p0 192.0.2.2/24 && port_up p0 &&
		port_neigh s0 192.0.2.2 p0 && port_neigh p0 192.0.2.1 s0 &&
		wait_for 3000 port_reaches s0 192.0.2.2
}

switch_cpu_port()
{
	RET=0

	check "pings are answered" switch_far_end
	log_mark
	check "the driver of the PCS of the CPU port is unbound" pcs_gone m0/pcs8
	check "its link is down" wait_for 500 log_says "Link is Down"
	check "pings are not answered" not port_reaches s0 192.0.2.2
	check "the user port has carrier" port_has_carrier s0
	check "the driver is bound" pcs_back m0/pcs8
	check "pings are answered" wait_for 2000 port_reaches s0 192.0.2.2

	log_test "the PCS of the CPU port leaves and returns"
}

switch_all_leave()
{
	local i

	RET=0

	check "all user ports have carrier" switch_up
	for i in 8 $USER_PORTS; do
		check "the driver of PCS $i is unbound" pcs_gone m0/pcs$i
	done
	check "no port has carrier" wait_for 500 switch_has_carrier 0
	for i in 3 1 7 8 0 6 2 5 4; do
		check "the driver of PCS $i is bound" pcs_back m0/pcs$i
	done
	check "all have carrier" wait_for 3000 switch_has_carrier 8

	log_test "all PCS leave and return"
}

require_kind switch
require_models lynx
require_tools ping
pcs_run
