/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Simulated PCS hardware: SFP cages, and the modules to put there.
 *
 *   pcs-sim-sfp.c	an SFP cage
 *   pcs-sim-eeprom.c	what modules have in their EEPROM
 */
#ifndef __PCS_SIM_SFP_H
#define __PCS_SIM_SFP_H

#include <linux/err.h>
#include <linux/list.h>
#include <linux/types.h>

struct fwnode_handle;
struct pcs_sim_cage;
struct pcs_sim_lane;
struct seq_file;
struct software_node;

#define PCS_SIM_EEPROM_PAGE	256

/**
 * struct pcs_sim_eeprom - the EEPROM of an SFP module
 * @data: 256 bytes at the I2C address A0h, and 256 at A2h
 * @size: how many of them there are; without those at A2h not more than 256
 */
struct pcs_sim_eeprom {
	u8 data[2 * PCS_SIM_EEPROM_PAGE];
	size_t size;
};

int pcs_sim_eeprom_fill(struct pcs_sim_eeprom *eeprom, const char *name);
void pcs_sim_eeprom_show_names(struct seq_file *s);

/**
 * struct pcs_sim_cage_lane - where a lane leads to an SFP cage
 * @list: entry in the list of all
 * @fwnode: node of the cage, NULL while it leads nowhere
 * @lane: the lane
 */
struct pcs_sim_cage_lane {
	struct list_head list;
	struct fwnode_handle *fwnode;
	struct pcs_sim_lane *lane;
};

/* Devices that a cage is made of: the cage itself, its GPIOs, its I2C bus */
enum pcs_sim_cage_part {
	PCS_SIM_CAGE_SFP,
	PCS_SIM_CAGE_GPIO,
	PCS_SIM_CAGE_I2C,
};

#if IS_ENABLED(CONFIG_GPIOLIB) && IS_ENABLED(CONFIG_I2C)
int pcs_sim_cage_lane_add(struct pcs_sim_cage_lane *cl,
			  struct fwnode_handle *fwnode,
			  struct pcs_sim_lane *lane);
void pcs_sim_cage_lane_del(struct pcs_sim_cage_lane *cl);
struct pcs_sim_cage *pcs_sim_cage_get(const char *name, bool create);
void pcs_sim_cage_put(struct pcs_sim_cage *cage);
struct software_node *pcs_sim_cage_node(struct pcs_sim_cage *cage);
int pcs_sim_cage_start(struct pcs_sim_cage *cage);
void pcs_sim_cage_stop(struct pcs_sim_cage *cage);
void pcs_sim_cage_insert(struct pcs_sim_cage *cage,
			 const struct pcs_sim_eeprom *eeprom);
void pcs_sim_cage_show(struct pcs_sim_cage *cage,
		       enum pcs_sim_cage_part which, struct seq_file *s);
#else
static inline int pcs_sim_cage_lane_add(struct pcs_sim_cage_lane *cl,
					struct fwnode_handle *fwnode,
					struct pcs_sim_lane *lane)
{
	return -EOPNOTSUPP;
}

static inline void pcs_sim_cage_lane_del(struct pcs_sim_cage_lane *cl)
{
}

static inline struct pcs_sim_cage *pcs_sim_cage_get(const char *name,
						    bool create)
{
	return ERR_PTR(-ENOENT);
}

static inline void pcs_sim_cage_put(struct pcs_sim_cage *cage)
{
}

static inline struct software_node *
pcs_sim_cage_node(struct pcs_sim_cage *cage)
{
	return NULL;
}
#endif

#endif /* __PCS_SIM_SFP_H */
