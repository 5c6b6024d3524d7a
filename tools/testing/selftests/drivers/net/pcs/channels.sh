#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A device with four PCS, which references tell apart by a cell or by child nodes:
# each serves a port of its own, all of them go and return with the driver.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	cells_come_up
	cells_are_independent
	cells_unbind_bind
	nodes_come_up
	nodes_are_independent
	nodes_unbind_bind
"

partner="1000base-x full"

quad_new()
{
	local i

	sim_new mdio/m0 && sim_new mdio/m0/quad0 model=lynx-quad channels="$1" ||
		return
	for i in 0 1 2 3; do
		port_new "p$i" "$ns0" pcs="m0/quad0:$i" || return
		sim_set "port/p$i" partner="$partner"
	done
}

quad_up()
{
	quad_new "$1" && port_up p0 p1 p2 p3 &&
		wait_for 3000 port_has_carrier p0 p1 p2 p3
}

test_come_up()
{
	local i

	RET=0

	check "there are ports" quad_new "$1"
	for i in 3 1 0 2; do
		port_up p$i
		check "p$i has carrier" wait_for 2000 port_has_carrier p$i
	done

	log_test "$1: each comes up by itself"
}

test_are_independent()
{
	RET=0

	check "there is a link on each" quad_up "$1"
	sim_set port/p2 partner=none
	check "p2 loses carrier" wait_for 2000 port_no_carrier p2
	check "the others have it" stays_for 1500 port_has_carrier p0 p1 p3
	port_down p0
	sim_set port/p2 partner="$partner"
	check "p2 has carrier" wait_for 2000 port_has_carrier p2
	check "the others, too" port_has_carrier p1 p3

	log_test "$1: one does not disturb the others"
}

test_unbind_bind()
{
	RET=0

	check "there is a link on each" quad_up "$1"
	check "the driver is unbound" pcs_gone m0/quad0
	check "carrier is lost on each" \
		wait_for 500 port_no_carrier p0 p1 p2 p3
	check "it stays lost" stays_for 1500 port_no_carrier p0 p1 p2 p3
	check "the driver is bound" pcs_back m0/quad0
	check "carrier returns on each" \
		wait_for 3000 port_has_carrier p0 p1 p2 p3

	log_test "$1: all go and return with the driver"
}

cells_come_up()
{
	test_come_up cells
}

cells_are_independent()
{
	test_are_independent cells
}

cells_unbind_bind()
{
	test_unbind_bind cells
}

nodes_come_up()
{
	test_come_up nodes
}

nodes_are_independent()
{
	test_are_independent nodes
}

nodes_unbind_bind()
{
	test_unbind_bind nodes
}

require_models lynx-quad
pcs_run
