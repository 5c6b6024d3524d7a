#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A port has no carrier, and somebody wants to know why: what debugfs, the kernel's
# log and the trace events tell of the most likely mistakes, as in
# Documentation/networking/pcs.rst, "A link that does not come up".

source "$(dirname "$0")/lib.sh"

ALL_TESTS="
	why_not
	why_wrong_handle
	why_no_driver
	why_no_driver_late
	why_unplugged
	why_unbound
	why_mode
	why_negotiation
	why_in_use
	why_trace
"

debugfs=/sys/kernel/debug/pcs
tracefs=/sys/kernel/tracing

# summary_says DEVICE REGEX: about the PCS that is this device
summary_says()
{
	awk -v name=":$1:" '/^[^ ]/ { here = index($1, name) } here' \
		<$debugfs/summary | grep -qE "$2"
}

# file_says DEVICE REGEX: the file of the endpoint
file_says()
{
	grep -qxE "$2" "$debugfs/endpoints/"*":$1"
}

why_not()
{
	RET=0

	check "there is a link" pair_up
	check "who drives it is told" summary_says pcs0 \
		"enabled for .* s, $(sim_get mdio/m0/pcs0 device) \(pcs-lynx-mdio\),.* 1000base-x"
	check "and who uses it" summary_says pcs0 \
		" of $(sim_get port/p0 device) .*: enabled, 1000base-x inband-enabled, link up 1Gbps/Full$"
	check "not that something was wrong" \
		not summary_says pcs0 "last error"
	check "scripts can read it" wait_for 1000 file_says pcs0 "state: enabled"
	check "all of it" file_says pcs0 "consumer-speed: 1000"

	log_test "all is well"
}

# A handle to the device that has the PCS, not to one of them
why_wrong_handle()
{
	RET=0

	if ! has_model lynx-quad; then
		log_test_skip "a handle to what is not a PCS"
		return
	fi
	check "there is a bus" sim_new mdio/m0
	check "and no PCS" sim_new mdio/m0/pcs0 driver=pcs-sim-quad
	check "and a port" port_new p0 "$ns0" pcs=m0/pcs0
	check "which has no network device" not port_has_dev p0
	check "the driver is told" summary_says pcs0 \
		"not registered: pcs-sim-quad, driver of $(sim_get mdio/m0/pcs0 device), has not registered it"
	check "and who waits" summary_says pcs0 \
		" of $(sim_get port/p0 device): probe deferred"

	log_test "a handle to what is not a PCS"
}

why_no_driver()
{
	RET=0

	check "there is a bus" sim_new mdio/m0
	check "and a PCS" sim_new mdio/m0/pcs0 driver=no-such-driver
	check "and a port" port_new p0 "$ns0" pcs=m0/pcs0
	check "which has no network device" not port_has_dev p0
	check "that there is no driver is told" summary_says pcs0 \
		"not registered: $(sim_get mdio/m0/pcs0 device) has no driver"
	check "and who waits" summary_says pcs0 \
		" of $(sim_get port/p0 device): probe deferred"

	log_test "no driver"
}

why_no_driver_late()
{
	RET=0

	check "there is a bus" sim_new mdio/m0
	check "and a PCS" sim_new mdio/m0/pcs0 driver=no-such-driver
	check "and a port" port_new p0 "$ns0" pcs=m0/pcs0 late=1
	log_mark
	check "it can be opened" port_up p0
	check "that there is no driver is told" summary_says pcs0 \
		"waiting for .*: $(sim_get mdio/m0/pcs0 device) has no driver"
	check "and what came of it" summary_says pcs0 \
		"selected, 1000base-x .*, link down; last error -ENODEV of pcs_config"
	check "the log tells it after a while" wait_for 12000 log_says \
		"p0: PCS .*pcs0 is still not there: .* has no driver"
	check "once" stays_for 12000 log_count "is still not there" 1

	log_test "no driver, and nobody waits for it"
}

why_unplugged()
{
	RET=0

	check "there is a bus" sim_new mdio/m0
	check "and what a PCS will be" sim_make mdio/m0/pcs0
	check "and a port" port_new p0 "$ns0" pcs=m0/pcs0 late=1
	check "it can be opened" port_up p0
	check "that it has no device is told" \
		summary_says pcs0 "waiting for .*: its node has no device"
	check "scripts can read it" wait_for 1000 file_says pcs0 "state: waiting"
	check "it arrives" sim_set mdio/m0/pcs0 live=1
	check "now it is in use" wait_for 2000 \
		summary_says pcs0 "enabled for .*pcs-lynx-mdio"

	log_test "not there"
}

why_unbound()
{
	RET=0

	check "there is a link" single_up "1000base-x full"
	check "the driver is unbound" pcs_gone m0/pcs0
	check "that it was there is told" summary_says pcs0 \
		"gone for .*: $(sim_get mdio/m0/pcs0 device) has no driver"
	check "and that the port wants it" wait_for 1000 \
		summary_says pcs0 "selected, 1000base-x .*, link down"
	check "the driver is bound" pcs_back m0/pcs0
	check "all is well" wait_for 2000 summary_says pcs0 "link up 1Gbps"

	log_test "gone"
}

why_mode()
{
	RET=0

	check "there is a bus" sim_new mdio/m0
	check "and what a PCS will be" sim_make mdio/m0/pcs0
	check "and a port" port_new p0 "$ns0" pcs=m0/pcs0 phy_mode=10gbase-kr \
		late=1
	check "it can be opened" port_up p0
	log_mark
	check "the PCS arrives" sim_set mdio/m0/pcs0 live=1
	check "what it can do is told" \
		wait_for 2000 summary_says pcs0 "pcs-lynx-mdio\),.* 1000base-x"
	check "not the mode of the port" \
		not summary_says pcs0 "pcs-lynx-mdio\),.* 10gbase-kr"
	check "which is told" summary_says pcs0 "selected, 10gbase-kr"
	check "and in the log" wait_for 2000 log_says \
		"does not support 10gbase-kr|mac_select_pcs unexpectedly failed"

	log_test "a mode that it does not support"
}

# The port expects words in-band, and its partner says none
why_negotiation()
{
	RET=0

	check "there is a port" single_new "1000base-x full forced"
	check "it can be opened" port_up p0
	check "it has no carrier" stays_for 2000 port_no_carrier p0
	check "that it negotiates is told" summary_says pcs0 \
		"enabled, 1000base-x inband-enabled, link down$"
	check "without an error" not summary_says pcs0 "last error"
	check "it is told not to" port_ethtool p0 -s autoneg off speed 1000 \
		duplex full
	check "carrier" wait_for 2000 port_has_carrier p0
	check "the new mode is told" summary_says pcs0 \
		"enabled, 1000base-x inband-disabled, link up 1Gbps/Full"

	log_test "a partner that does not negotiate"
}

why_in_use()
{
	RET=0

	check "there is a link" single_up "1000base-x full"
	check "and another port" port_new p1 "$ns1" pcs=m0/pcs0
	log_mark
	check "it can be opened" port_up p1
	check "who has the PCS is told" summary_says pcs0 \
		" of $(sim_get port/p0 device) .*: enabled, .*link up"
	check "and who does not" summary_says pcs0 \
		" of $(sim_get port/p1 device) .*: selected, .*last error -EBUSY of pcs_config"
	check "the log tells it" log_says "p1: PCS .*pcs0 is in use by"

	log_test "two ports with one PCS"
}

trace_on()
{
	: >$tracefs/trace
	echo 1 >$tracefs/events/pcs/enable && defer trace_off
}

trace_off()
{
	echo 0 >$tracefs/events/pcs/enable
	: >$tracefs/trace
}

# trace_says REGEX..: these events, in this order
trace_says()
{
	awk 'BEGIN {
			for (n = 1; n < ARGC - 1; n++) {
				regex[n] = ARGV[n]
				delete ARGV[n]
			}
			next_one = 1
		}
		next_one < n && $0 ~ regex[next_one] { next_one++ }
		END { exit next_one < n }' "$@" $tracefs/trace
}

why_trace()
{
	RET=0

	[ -d $tracefs/events ] || mount -t tracefs none $tracefs 2>/dev/null
	if [ ! -d $tracefs/events/pcs ]; then
		log_test_skip "a trace"
		return
	fi
	check "tracing is on" trace_on
	check "there is a link" single_up "1000base-x full"
	check "the driver is unbound" pcs_gone m0/pcs0
	check "carrier is lost" wait_for 1000 port_no_carrier p0
	check "the driver is bound" pcs_back m0/pcs0
	check "carrier returns" wait_for 3000 port_has_carrier p0
	check "the trace tells all of it" trace_says \
		"pcs_register: .*pcs0 .*err=0" \
		"pcs_get: .*pcs0 .*err=0" \
		"pcs_config: .*pcs0 .*1000base-x inband-enabled err=[01]$" \
		"pcs_get_state: .*link=1 .*speed=1000" \
		"pcs_unregister: .*pcs0" \
		"pcs_detach: .*pcs0" \
		"pcs_config: .*pcs0 .*err=-19$" \
		"pcs_register: .*pcs0 .*err=0" \
		"pcs_attach: .*pcs0" \
		"pcs_replay_requested: .*pcs0" \
		"pcs_config: .*pcs0 .*err=[01]$" \
		"pcs_get_state: .*link=1 .*speed=1000"

	log_test "a trace"
}

require_models lynx
[ -d $debugfs ] || pcs_skip_all "needs $debugfs (CONFIG_PCS_DEBUGFS)"
pcs_run
