// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: what a MAC is wired to.
 *
 * All PCS of a MAC are on one lane, as those of a SerDes are, and a mux
 * connects one of them to it. The lane is that of the first PCS; a MAC without
 * PCS sends in parallel over a lane of its own. A PHY on the board is at the
 * end of the lane.
 *
 * The property pcs-sim,wired-to lists the PCS in the order of pcs-handle. The
 * latter is for the driver, the former for the hardware, and a board may get
 * one of them wrong. phy-handle is for both.
 */
#include <linux/err.h>
#include <linux/of.h>
#include <linux/pcs/consumer.h>
#include <linux/phy.h>
#include <linux/property.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "pcs-sim.h"
#include "pcs-sim-sfp.h"

/**
 * struct pcs_sim_wire - the wiring of a MAC
 * @lane: the lane of the MAC
 * @end: the end that the mux connects to it
 * @active: @end while frames pass, else NULL
 * @parallel: the end of the MAC itself, for modes without a PCS
 * @own: lane of a MAC without PCS
 * @phy: the PHY on the board, or NULL
 * @cage: where @lane leads to an SFP cage, if it does
 * @num: number of PCS
 * @pcs: the PCS
 * @pcs.dev: the device
 * @pcs.channel: the channel of it, which may be @pcs.dev itself
 */
struct pcs_sim_wire {
	struct pcs_sim_lane *lane;
	struct pcs_sim_end *end;
	struct pcs_sim_end *active;
	struct pcs_sim_end parallel;
	struct pcs_sim_lane own;
	struct pcs_sim_dev *phy;
	struct pcs_sim_cage_lane cage;
	unsigned int num;
	struct {
		struct pcs_sim_dev *dev;
		struct pcs_sim_dev *channel;
	} pcs[] __counted_by(num);
};

static enum pcs_sim_coding pcs_sim_wire_coding(phy_interface_t interface)
{
	switch (interface) {
	case PHY_INTERFACE_MODE_2500BASEX:
		return PCS_SIM_8B10B_2G5;
	case PHY_INTERFACE_MODE_USXGMII:
	case PHY_INTERFACE_MODE_10GBASER:
	case PHY_INTERFACE_MODE_10GKR:
		return PCS_SIM_64B66B_10G;
	default:
		return PCS_SIM_8B10B_1G;
	}
}

/* A node without #pcs-cells is a single PCS. OF can be told so, and needs to
 * be, to find what comes after it; software nodes know where each reference is.
 */
static int pcs_sim_wire_ref(const struct fwnode_handle *fwnode,
			    unsigned int index,
			    struct fwnode_reference_args *ref)
{
	const char *prop = "pcs-sim,wired-to", *cells = "#pcs-cells";
	struct of_phandle_args args;
	int err;

	if (is_of_node(fwnode)) {
		err = of_parse_phandle_with_optional_args(to_of_node(fwnode),
							  prop, cells, index,
							  &args);
		if (err)
			return err;

		ref->fwnode = of_fwnode_handle(args.np);
		ref->nargs = args.args_count;
		ref->args[0] = args.args[0];
		return 0;
	}

	err = fwnode_property_get_reference_args(fwnode, prop, NULL, 0, index,
						 ref);
	if (err || !fwnode_property_present(ref->fwnode, cells))
		return err;

	fwnode_handle_put(ref->fwnode);

	return fwnode_property_get_reference_args(fwnode, prop, cells, 0, index,
						  ref);
}

/* A node without "compatible" is that of a channel, in the node of the device.
 */
static int pcs_sim_wire_resolve(struct fwnode_reference_args *ref)
{
	struct fwnode_handle *parent;
	u32 channel;
	int err;

	if (fwnode_property_present(ref->fwnode, "compatible"))
		return 0;

	err = fwnode_property_read_u32(ref->fwnode, "reg", &channel);
	if (err)
		return err;

	parent = fwnode_get_parent(ref->fwnode);
	fwnode_handle_put(ref->fwnode);
	ref->fwnode = parent;
	ref->nargs = 1;
	ref->args[0] = channel;

	return parent ? 0 : -EINVAL;
}

static unsigned int pcs_sim_wire_count(const struct fwnode_handle *fwnode)
{
	struct fwnode_reference_args ref;
	unsigned int num = 0;

	while (!pcs_sim_wire_ref(fwnode, num, &ref)) {
		fwnode_handle_put(ref.fwnode);
		num++;
	}

	return num;
}

static int pcs_sim_wire_pcs(struct pcs_sim_wire *wire,
			    const struct fwnode_handle *fwnode)
{
	struct fwnode_reference_args ref;
	struct pcs_sim_dev *dev;
	unsigned int i;
	int err;

	for (i = 0; i < wire->num; i++) {
		err = pcs_sim_wire_ref(fwnode, i, &ref);
		if (err)
			return err;

		err = pcs_sim_wire_resolve(&ref);
		dev = err ? ERR_PTR(err) : pcs_sim_dev_get(ref.fwnode);
		fwnode_handle_put(ref.fwnode);
		if (IS_ERR(dev))
			return PTR_ERR(dev);

		wire->pcs[i].dev = dev;
		if (ref.nargs)
			dev = pcs_sim_dev_channel(dev, ref.args[0]);
		if (!dev)
			return -EINVAL;
		wire->pcs[i].channel = dev;
	}

	return 0;
}

static int pcs_sim_wire_phy(struct pcs_sim_wire *wire,
			    const struct fwnode_handle *fwnode)
{
	struct fwnode_handle *node;
	struct pcs_sim_dev *phy;

	node = fwnode_find_reference(fwnode, "phy-handle", 0);
	if (IS_ERR(node))
		return PTR_ERR(node) == -ENOENT ? 0 : PTR_ERR(node);

	phy = pcs_sim_dev_get(node);
	fwnode_handle_put(node);
	if (IS_ERR(phy))
		return PTR_ERR(phy);

	wire->phy = phy;
	pcs_sim_lane_attach(wire->lane, &phy->host);

	return 0;
}

static int pcs_sim_wire_sfp(struct pcs_sim_wire *wire,
			    const struct fwnode_handle *fwnode)
{
	struct fwnode_handle *node;
	int err;

	node = fwnode_find_reference(fwnode, "sfp", 0);
	if (IS_ERR(node))
		return PTR_ERR(node) == -ENOENT ? 0 : PTR_ERR(node);

	err = pcs_sim_cage_lane_add(&wire->cage, node, wire->lane);
	fwnode_handle_put(node);

	return err;
}

/**
 * pcs_sim_wire_get() - wire a MAC to what its node says
 * @fwnode: the node
 *
 * Return: the wiring, for pcs_sim_wire_put(); or an ERR_PTR().
 */
struct pcs_sim_wire *pcs_sim_wire_get(const struct fwnode_handle *fwnode)
{
	unsigned int num = pcs_sim_wire_count(fwnode);
	struct pcs_sim_wire *wire;
	int err;

	wire = kzalloc_flex(*wire, pcs, num);
	if (!wire)
		return ERR_PTR(-ENOMEM);

	wire->num = num;
	pcs_sim_end_init(&wire->parallel);
	wire->parallel.coding = PCS_SIM_PARALLEL;
	wire->parallel.power = true;
	pcs_sim_lane_init(&wire->own, "parallel", &wire->parallel);
	wire->lane = &wire->own;

	err = pcs_sim_wire_pcs(wire, fwnode);
	if (err)
		goto put;

	if (num)
		wire->lane = &wire->pcs[0].channel->lane;
	wire->end = wire->lane->local;

	err = pcs_sim_wire_phy(wire, fwnode);
	if (err)
		goto put;

	err = pcs_sim_wire_sfp(wire, fwnode);
	if (err)
		goto put;

	return wire;

put:
	pcs_sim_wire_put(wire);

	return ERR_PTR(err);
}

/**
 * pcs_sim_wire_put() - cut the wires of a MAC
 * @wire: what pcs_sim_wire_get() returned
 */
void pcs_sim_wire_put(struct pcs_sim_wire *wire)
{
	unsigned int i;

	pcs_sim_wire_close(wire);
	pcs_sim_cage_lane_del(&wire->cage);
	/* Others may have been wired to the same since. */
	if (wire->phy) {
		pcs_sim_lane_detach(wire->lane, &wire->phy->host);
		pcs_sim_dev_put(wire->phy);
	}
	if (wire->lane != &wire->own)
		pcs_sim_lane_exchange(wire->lane, wire->end,
				      &wire->pcs[0].channel->end);
	pcs_sim_lane_forget(&wire->parallel);

	for (i = 0; i < wire->num; i++)
		pcs_sim_dev_put(wire->pcs[i].dev);

	pcs_sim_lane_shutdown(&wire->own);
	pcs_sim_end_shutdown(&wire->parallel);
	kfree(wire);
}

/**
 * pcs_sim_wire_select() - set the mux and the rate of the lane
 * @wire: the wiring
 * @array: the PCS of the MAC, as its driver has got them, or NULL
 * @pcs: the one of them to connect; none if it is not one of them
 * @interface: mode that it is for
 */
void pcs_sim_wire_select(struct pcs_sim_wire *wire,
			 const struct pcs_array *array,
			 const struct phylink_pcs *pcs,
			 phy_interface_t interface)
{
	struct pcs_sim_end *end = &wire->parallel;
	unsigned int i;

	for (i = 0; array && i < min(array->num, wire->num); i++)
		if (array->pcs[i] == pcs)
			end = &wire->pcs[i].channel->end;

	wire->end = end;
	pcs_sim_lane_select(wire->lane, end);
	if (end != &wire->parallel)
		pcs_sim_lane_set_coding(wire->lane,
					pcs_sim_wire_coding(interface));
}

/**
 * pcs_sim_wire_open() - let frames pass through the PCS that is selected
 * @wire: the wiring
 * @rx: takes the frames that come in
 * @priv: passed to @rx
 */
void pcs_sim_wire_open(struct pcs_sim_wire *wire, pcs_sim_rx_fn rx, void *priv)
{
	pcs_sim_wire_close(wire);
	pcs_sim_end_set_rx(wire->end, rx, priv);
	WRITE_ONCE(wire->active, wire->end);
}

/**
 * pcs_sim_wire_close() - let no more frames pass
 * @wire: the wiring
 *
 * When this returns nothing is received any more.
 */
void pcs_sim_wire_close(struct pcs_sim_wire *wire)
{
	struct pcs_sim_end *end = wire->active;

	WRITE_ONCE(wire->active, NULL);
	if (end)
		pcs_sim_end_set_rx(end, NULL, NULL);
}

/**
 * pcs_sim_wire_xmit() - send a frame
 * @wire: the wiring
 * @skb: the frame, with its Ethernet header
 *
 * Context: Softirq, or bottom halves disabled.
 * Return: whether a MAC at the far end took @skb. If not, it still belongs to
 * the caller.
 */
bool pcs_sim_wire_xmit(struct pcs_sim_wire *wire, struct sk_buff *skb)
{
	struct pcs_sim_end *end = READ_ONCE(wire->active);

	return end && pcs_sim_end_xmit(end, skb);
}

/**
 * pcs_sim_wire_has_phy() - whether a MAC may be opened
 * @wire: the wiring
 *
 * Context: Under RTNL.
 * Return: false if there is to be a PHY, and it is being taken off its bus.
 */
bool pcs_sim_wire_has_phy(const struct pcs_sim_wire *wire)
{
	ASSERT_RTNL();

	return !wire->phy || !wire->phy->leaving;
}
