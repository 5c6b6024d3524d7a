#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# How soon a change is noticed and a link returns: within 200 ms where the PCS has an
# interrupt, within 2 seconds where it is polled.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	polled_bind
	irq_bind
	polled_loss
	irq_loss
	irq_gone
"

# recovery_up INTERRUPT: two ports with a link, and no waiting for ARP
recovery_up()
{
	PCS=(model=xpcs interrupt="$1")
	pair_up && port_neigh p0 192.0.2.2 p1 &&
		port_neigh p1 192.0.2.1 p0 && port_ping p0 192.0.2.2
}

# test_bind INTERRUPT MS NAME
test_bind()
{
	RET=0

	check "there is a link" recovery_up "$1"
	check "the driver is unbound" pcs_gone m0/pcs0
	check "carrier is lost" wait_for 200 port_no_carrier p0
	check "the far end has noticed, or never will" sleep 2
	check "the driver is bound" pcs_back m0/pcs0
	check "ping is answered within $2 ms" \
		wait_for "$2" port_reaches p0 192.0.2.2

	log_test "$3: ping is answered $2 ms after the bind"
}

# test_loss INTERRUPT MS NAME: the interrupt is that of a negotiation which has ended,
# and so that the link is lost is found by polling
test_loss()
{
	RET=0

	check "there is a link" recovery_up "$1"
	sim_set cable/c0 live=0
	check "carrier is lost within 2000 ms" \
		wait_for 2000 port_no_carrier p0 p1
	sim_set cable/c0 live=1
	check "carrier returns within $2 ms" \
		wait_for "$2" port_has_carrier p0 p1

	log_test "$3: the cable is pulled and plugged, a link within $2 ms"
}

polled_bind()
{
	test_bind 0 2000 polled
}

irq_bind()
{
	test_bind 1 200 interrupt
}

polled_loss()
{
	test_loss 0 2000 polled
}

irq_loss()
{
	test_loss 1 200 interrupt
}

# An interrupt that comes while nobody listens
irq_gone()
{
	RET=0

	check "there is a link" recovery_up 1
	check "the driver is unbound" pcs_gone m0/pcs0
	sim_set cable/c0 live=0
	sim_set cable/c0 live=1
	sim_set cable/c0 live=0
	check "no carrier" stays_for 300 port_no_carrier p0
	check "the driver is bound" pcs_back m0/pcs0
	check "no carrier without the cable" stays_for 300 port_no_carrier p0
	sim_set cable/c0 live=1
	check "carrier" wait_for 200 port_has_carrier p0 p1

	log_test "interrupt: changes while the driver is unbound"
}

require_models xpcs
require_tools ping
pcs_run
