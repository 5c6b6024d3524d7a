#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What the tests of the PCS subsystem share: hardware that pcs-sim simulates, and
# what a user sees of it. A test names its functions in ALL_TESTS, each of which
# has one result, and ends with "pcs_run". All that is made by the functions
# here is gone when the function of the test that made it returns.

pcs_dir=$(dirname "${BASH_SOURCE[0]}")
source "$pcs_dir/../../../net/lib.sh"
source "$pcs_dir/../../../kselftest/ktap_helpers.sh"

SIM=/sys/kernel/config/pcs-sim

# The network device and the namespace of each port
declare -A DEV NS

# Attributes of the PCS of ports, as ATTRIBUTE=VALUE; without any it is a Lynx PCS
PCS=()

# --- results, by net/lib.sh, in KTAP --------------------------------------------

handle_test_result_pass()
{
	ktap_test_pass "$1"
}

handle_test_result_fail()
{
	ktap_print_msg "$1: $retmsg"
	log_since | tail -n 30 | sed 's/^/# /'
	ktap_test_fail "$1"
}

handle_test_result_xfail()
{
	ktap_print_msg "$1: $retmsg"
	ktap_test_xfail "$1"
}

handle_test_result_skip()
{
	ktap_print_msg "$1: $retmsg"
	ktap_test_skip "$1"
}

# check WHAT COMMAND..: it has to be so
check()
{
	local what=$1

	shift
	"$@"
	check_err $? "not so: $what"
}

not()
{
	! "$@"
}

pcs_skip_all()
{
	ktap_skip_all "$*"
	exit "$KSFT_SKIP"
}

# --- what a test needs ----------------------------------------------------------

require_tools()
{
	local tool

	for tool; do
		command -v "$tool" >/dev/null || pcs_skip_all "needs $tool"
	done
}

require_sim()
{
	[ "$(id -u)" = 0 ] || pcs_skip_all "needs root"
	require_tools ip ethtool jq modprobe
	modprobe -q pcs-sim
	[ -d "$SIM" ] || mount -t configfs none /sys/kernel/config 2>/dev/null
	[ -d "$SIM" ] || pcs_skip_all "needs pcs-sim (CONFIG_PCS_SIM)"
}

# has_driver NAME [MODULE]: of the MDIO bus
has_driver()
{
	modprobe -q "${2:-$1}"
	[ -d "/sys/bus/mdio_bus/drivers/$1" ]
}

# has_model MODEL: hardware that pcs-sim knows, and the kernel's driver for it
has_model()
{
	[ "$1" != pma ] || modprobe -q pcs-sim-pma
	grep -qw "$1" "$SIM/models" || return
	case $1 in
	pma) has_driver pcs-pma ;;
	lynx) has_driver pcs-lynx-mdio ;;
	lynx-quad) has_driver pcs-sim-quad ;;
	xpcs) has_driver pcs-xpcs-mdio ;;
	m88e1111) has_driver "Marvell 88E1111" marvell ;;
	esac
}

require_models()
{
	local model

	for model; do
		has_model "$model" ||
			pcs_skip_all "needs the model $model and its driver"
	done
}

require_kind()
{
	[ -d "$SIM/$1" ] || pcs_skip_all "needs a pcs-sim with $1"
}

# --- time and the kernel's log --------------------------------------------------

# Not busywait() and slowwait(): they start three programs each time they look, which
# takes longer than what is measured here where the machine is emulated.
exec {nap_fd}<> <(:)

# nap MS: sleep
nap()
{
	local seconds

	printf -v seconds '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
	read -rt "$seconds" -u "$nap_fd" || :
}

# now VARIABLE: the time in milliseconds
now()
{
	printf -v "$1" '%d' $((${EPOCHREALTIME/[.,]/} / 1000))
}

# wait_for MS COMMAND..: it has to become true within that time
wait_for()
{
	local ms=$1 start time

	shift
	[ "$KSFT_MACHINE_SLOW" != yes ] || ms=$((ms * 10))
	now start
	until "$@"; do
		now time
		[ $((time - start)) -le $ms ] || return
		nap $((ms / 40))
	done
}

# stays_for MS COMMAND..: it is true now and all that time. Not longer on a slow
# machine, which can miss a change but not see one that did not happen.
stays_for()
{
	local ms=$1 start time

	shift
	now start
	while "$@"; do
		now time
		[ $((time - start)) -le $ms ] || return 0
		nap $((ms / 10))
	done
	return 1
}

log_mark()
{
	PCS_MARK="pcs selftest ${0##*/} $((++pcs_marks))"
	echo "$PCS_MARK" >/dev/kmsg
}

# What the kernel said since the mark
log_since()
{
	dmesg | awk -v mark="$PCS_MARK" '
		found { print }
		substr($0, length($0) - length(mark) + 1) == mark { found = 1 }'
}

log_says()
{
	log_since | grep -qE "$1"
}

# log_count REGEX NUMBER: it said so that often
log_count()
{
	[ "$(log_since | grep -cE "$1")" = "$2" ]
}

# --- simulated hardware ---------------------------------------------------------

# sim_set KIND/NAME ATTRIBUTE=VALUE..
sim_set()
{
	local item=$SIM/$1 setting

	shift
	for setting; do
		echo "${setting#*=}" >"$item/${setting%%=*}" || return
	done
}

sim_get()
{
	local value

	read -rd '' value <"$SIM/$1/$2"
	echo "$value"
}

# sim_make KIND/NAME [ATTRIBUTE=VALUE..]
sim_make()
{
	mkdir "$SIM/$1" || return
	defer sim_del "$1"
	sim_set "$@"
}

# sim_new KIND/NAME [ATTRIBUTE=VALUE..]: make it and, where that is a question,
# switch it on
sim_new()
{
	sim_make "$@" || return
	[ ! -e "$SIM/$1/live" ] || sim_set "$1" live=1
}

# The test itself may have removed it
sim_del()
{
	[ ! -d "$SIM/$1" ] || rmdir "$SIM/$1"
}

# port_new PORT NAMESPACE [ATTRIBUTE=VALUE..]
port_new()
{
	local port=$1 ns=$2

	shift 2
	sim_new "port/$port" "$@" || return
	port_adopt "$port" "$ns"
}

port_has_dev()
{
	[ -n "$(sim_get "port/$1" netdev)" ]
}

# port_adopt PORT NAMESPACE: have its network device there, with the name of the port,
# if there is one yet
port_adopt()
{
	NS[$1]=$2
	DEV[$1]=${1//\//-}
	! port_has_dev "$1" || dev_move "$(sim_get "port/$1" netdev)" "$2" "${DEV[$1]}"
}

# dev_move DEVICE NAMESPACE NAME
dev_move()
{
	ip link set dev "$1" netns "$2" name "$3"
}

# pair_new [ATTRIBUTE=VALUE..]: ports p0 and p1, with a PCS each, a cable in between,
# and an address each
pair_new()
{
	local i

	sim_new mdio/m0 || return
	for i in 0 1; do
		sim_new "mdio/m0/pcs$i" "${PCS[@]}" || return
		port_new "p$i" "${PORT_NS[i]}" pcs="m0/pcs$i" "$@" || return
		port_addr "p$i" "192.0.2.$((i + 1))/24" || return
	done
	sim_new cable/c0 a=p0 b=p1
}

# pair_up [ATTRIBUTE=VALUE..]: the same, with a link
pair_up()
{
	pair_new "$@" && port_up p0 p1 && wait_for 5000 port_has_carrier p0 p1
}

# phy_pair_new [ATTRIBUTE=VALUE..]: the same with a PHY behind each PCS
phy_pair_new()
{
	local i

	sim_new mdio/m0 || return
	for i in 0 1; do
		sim_new "mdio/m0/pcs$i" "${PCS[@]}" &&
			sim_new "mdio/m0/phy$i" model=m88e1111 || return
		port_new "p$i" "${PORT_NS[i]}" phy_mode=sgmii pcs="m0/pcs$i" \
			phy="m0/phy$i" "$@" || return
		port_addr "p$i" "192.0.2.$((i + 1))/24" || return
	done
	sim_new cable/c0 a=p0 b=p1
}

# single_new PARTNER [ATTRIBUTE=VALUE..]: port p0 with a PCS, and something at the far
# end
single_new()
{
	local partner=$1

	shift
	sim_new mdio/m0 && sim_new mdio/m0/pcs0 "${PCS[@]}" || return
	port_new p0 "$ns0" pcs=m0/pcs0 "$@" || return
	sim_set port/p0 partner="$partner"
}

# single_up PARTNER [ATTRIBUTE=VALUE..]: the same, with a link
single_up()
{
	single_new "$@" && port_up p0 && wait_for 5000 port_has_carrier p0
}

# --- drivers --------------------------------------------------------------------

# pcs_driver DEVICE: the directory of the driver that it is for
pcs_driver()
{
	echo "/sys/bus/mdio_bus/drivers/$(sim_get "mdio/$1" driver)"
}

pcs_unbind()
{
	sim_get "mdio/$1" device >"$(pcs_driver "$1")/unbind"
}

pcs_bind()
{
	sim_get "mdio/$1" device >"$(pcs_driver "$1")/bind"
}

# pcs_gone DEVICE: unbound until the test is through
pcs_gone()
{
	pcs_unbind "$1" && defer pcs_back "$1"
}

pcs_is_bound()
{
	[ -e "$(pcs_driver "$1")/$(sim_get "mdio/$1" device)" ]
}

pcs_back()
{
	[ ! -d "$SIM/mdio/$1" ] || pcs_is_bound "$1" || pcs_bind "$1"
}

# --- what a user sees of a port -------------------------------------------------

port_ip()
{
	local port=$1

	shift
	ip -n "${NS[$port]}" "$@"
}

port_ethtool()
{
	local port=$1 option=

	shift
	case ${1:-} in
	-*) option=$1; shift ;;
	esac
	ip netns exec "${NS[$port]}" ethtool $option "${DEV[$port]}" "$@"
}

port_up()
{
	local port

	for port; do
		port_ip "$port" link set dev "${DEV[$port]}" up || return
	done
}

port_down()
{
	local port

	for port; do
		port_ip "$port" link set dev "${DEV[$port]}" down || return
	done
}

port_addr()
{
	port_ip "$1" addr add "$2" dev "${DEV[$1]}"
}

port_has_carrier()
{
	local port

	for port; do
		[[ $(port_ip "$port" -o link show dev "${DEV[$port]}") == \
			*[\<,]LOWER_UP[,\>]* ]] || return
	done
}

port_no_carrier()
{
	local port

	for port; do
		[[ $(port_ip "$port" -o link show dev "${DEV[$port]}") == \
			*[\<,]NO-CARRIER[,\>]* ]] || return
	done
}

# How often its carrier came or went
port_changes()
{
	port_ip "$1" -s -s -j link show dev "${DEV[$1]}" |
		jq '.[0].stats64.tx.carrier_changes'
}

port_ifindex()
{
	port_ip "$1" -j link show dev "${DEV[$1]}" | jq '.[0].ifindex'
}

port_stat()
{
	port_ip "$1" -s -j link show dev "${DEV[$1]}" |
		jq ".[0].stats64.$2"
}

# port_says PORT REGEX: ethtool does
port_says()
{
	port_ethtool "$1" 2>/dev/null | grep -qE "$2"
}

# port_ping PORT ADDRESS [COUNT]: all of the pings are answered
port_ping()
{
	ip netns exec "${NS[$1]}" \
		ping -q -n -c "${3:-3}" -i 0.05 -W 1 "$2" 2>&1 |
		grep -q ' 0% packet loss'
}

# One ping, not waited for longer than there is something to wait for
port_reaches()
{
	ip netns exec "${NS[$1]}" ping -q -n -c 1 -W 0.05 "$2" >/dev/null 2>&1
}

# A ping now and then does not wait for ARP to try again
port_neigh()
{
	local mac

	mac=$(port_ip "$3" -j link show dev "${DEV[$3]}" | jq -r '.[0].address')
	port_ip "$1" neigh replace "$2" lladdr "$mac" dev "${DEV[$1]}" \
		nud permanent
}

# --- the test -------------------------------------------------------------------

pcs_exit()
{
	local status=$?

	trap - EXIT
	defer_scopes_cleanup
	cleanup_all_ns
	exit "$status"
}

pcs_run()
{
	local tests=${TESTS:-$ALL_TESTS}

	ktap_set_plan "$(wc -w <<<"$tests")"
	trap pcs_exit EXIT
	trap 'exit 1' INT TERM
	log_mark
	setup_ns ns0 ns1 || ktap_exit_fail_msg "no network namespaces"
	PORT_NS=("$ns0" "$ns1")
	tests_run
	ktap_finished
}

ktap_print_header
require_sim
