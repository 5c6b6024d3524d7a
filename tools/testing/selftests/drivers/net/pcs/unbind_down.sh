#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The driver of a PCS is unbound while the port is down, or up without a link: the
# port can be opened all the same, has no carrier, and the link comes up when the
# driver is bound.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	open_without_pcs
	bind_while_down
	unbind_without_link
	close_without_pcs
"

partner="1000base-x full pause"

open_without_pcs()
{
	RET=0

	check "there is a port" single_new "$partner"
	check "the driver is unbound" pcs_gone m0/pcs0
	log_mark
	check "the port can be opened" port_up p0
	check "it has no carrier" stays_for 2000 port_no_carrier p0
	check "the kernel says why" log_says \
		"PCS .* is not there: link held down"
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier" wait_for 2000 port_has_carrier p0

	log_test "unbind while down, open, bind"
}

bind_while_down()
{
	RET=0

	check "there is a port" single_new "$partner"
	port_up p0
	check "carrier" wait_for 2000 port_has_carrier p0
	port_down p0
	check "the driver is unbound" pcs_gone m0/pcs0
	check "the driver is bound" pcs_back m0/pcs0
	check "the port can be opened" port_up p0
	check "carrier" wait_for 2000 port_has_carrier p0

	log_test "unbind and bind while down, open"
}

unbind_without_link()
{
	RET=0

	check "there is a port" single_new none
	port_up p0
	check "no carrier" stays_for 1500 port_no_carrier p0
	log_mark
	check "the driver is unbound" pcs_gone m0/pcs0
	check "still no carrier" stays_for 500 port_no_carrier p0
	check "no loss of a link is told that was not there" \
		log_count "Link is Down" 0
	check "the driver is bound" pcs_back m0/pcs0
	sim_set port/p0 partner="$partner"
	check "carrier" wait_for 2000 port_has_carrier p0

	log_test "unbind while up without a link"
}

close_without_pcs()
{
	RET=0

	check "there is a port" single_new "$partner"
	port_up p0
	check "carrier" wait_for 2000 port_has_carrier p0
	check "the driver is unbound" pcs_gone m0/pcs0
	check "the port can be closed" port_down p0
	check "the port can be opened" port_up p0
	check "no carrier" stays_for 500 port_no_carrier p0
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier" wait_for 2000 port_has_carrier p0

	log_test "close and open while it is unbound"
}

require_models lynx
pcs_run
