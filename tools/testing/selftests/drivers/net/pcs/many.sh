#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# 64 ports, each with a PCS: all come up, all PCS are unbound, all are bound again,
# and all links are back within 10 seconds.

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	many_come_up
	many_unbind_bind
"

NUM=64

# many_have FLAG: all ports do
many_have()
{
	[ "$(ip -n "$ns0" -o link | grep -c "[<,]$1[,>].* state [A-Z]* .*ether")" \
		= $NUM ]
}

many_new()
{
	local i pcs

	sim_new mdio/m0 && sim_new mdio/m1 || return
	for ((i = 0; i < NUM; i++)); do
		pcs=m$((i / 32))/pcs$((i % 32))
		sim_new "mdio/$pcs" && port_new "p$i" "$ns0" pcs=$pcs || return
		sim_set "port/p$i" partner="1000base-x full" || return
	done
}

many_open()
{
	local i

	for ((i = 0; i < NUM; i++)); do
		echo "link set dev ${DEV[p$i]} up"
	done | ip -n "$ns0" -batch -
}

many_up()
{
	many_new && many_open && wait_for 5000 many_have LOWER_UP
}

# many_drivers unbind|bind
many_drivers()
{
	local i

	for ((i = 0; i < NUM; i++)); do
		"pcs_$1" "m$((i / 32))/pcs$((i % 32))" || return
	done
}

many_come_up()
{
	RET=0

	check "all have carrier" many_up

	log_test "$NUM ports come up"
}

many_unbind_bind()
{
	local start time limit=10000

	RET=0

	[ "$KSFT_MACHINE_SLOW" != yes ] || limit=100000
	check "all have carrier" many_up
	now start
	check "all drivers are unbound" many_drivers unbind
	check "all have lost carrier" wait_for 2000 many_have NO-CARRIER
	check "all drivers are bound" many_drivers bind
	check "carrier returns on all" wait_for 5000 many_have LOWER_UP
	now time
	check "within $limit ms" test $((time - start)) -lt $limit

	log_test "$NUM PCS are unbound and bound"
}

require_models lynx
pcs_run
