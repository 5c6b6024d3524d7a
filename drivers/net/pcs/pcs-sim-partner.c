// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: what is at the far end of a medium, in words.
 */
#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/mii.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "pcs-sim.h"

/* What options are about: at most one of each kind. */
#define OPT_SPEED			BIT(0)
#define OPT_DUPLEX			BIT(1)
#define OPT_PAUSE			BIT(2)
#define OPT_ASYM_PAUSE			BIT(3)
#define OPT_FORCED			BIT(4)

/* 2500BASE-X is the same, at another rate. */
#define BASEX				(BIT(PCS_SIM_BASEX) | \
					 BIT(PCS_SIM_2500BASEX))
#define SGMII				BIT(PCS_SIM_SGMII)

static const struct {
	unsigned long types;
	const char *name;
	unsigned int about;
	u16 word;
} pcs_sim_options[] = {
	{ BASEX, "full", OPT_DUPLEX, ADVERTISE_1000XFULL },
	{ BASEX, "half", OPT_DUPLEX, ADVERTISE_1000XHALF },
	{ BASEX, "pause", OPT_PAUSE, ADVERTISE_1000XPAUSE },
	{ BASEX, "asym-pause", OPT_ASYM_PAUSE, ADVERTISE_1000XPSE_ASYM },
	{ BASEX, "forced", OPT_FORCED, 0 },
	{ SGMII, "10", OPT_SPEED, LPA_SGMII_LINK | LPA_SGMII_10 },
	{ SGMII, "100", OPT_SPEED, LPA_SGMII_LINK | LPA_SGMII_100 },
	{ SGMII, "1000", OPT_SPEED, LPA_SGMII_LINK | LPA_SGMII_1000 },
	{ SGMII, "full", OPT_DUPLEX, LPA_SGMII_FULL_DUPLEX },
	{ SGMII, "half", OPT_DUPLEX, 0 },
	{ SGMII, "down", OPT_SPEED | OPT_DUPLEX, 0 },
	{ SGMII, "forced", OPT_FORCED, 0 },
};

static const struct {
	const char *name;
	const char *options;
	unsigned int required;
	enum pcs_sim_coding coding;
} pcs_sim_partners[] = {
	[PCS_SIM_NONE] = { "none", "", 0 },
	[PCS_SIM_CABLE] = { "cable", "", 0 },
	[PCS_SIM_BASEX] = {
		"1000base-x", " full|half [pause] [asym-pause] [forced]",
		OPT_DUPLEX, PCS_SIM_8B10B_1G,
	},
	[PCS_SIM_2500BASEX] = {
		"2500base-x", " full|half [pause] [asym-pause] [forced]",
		OPT_DUPLEX, PCS_SIM_8B10B_2G5,
	},
	[PCS_SIM_SGMII] = {
		"sgmii", " 10|100|1000 full|half [forced], or down [forced]",
		OPT_SPEED | OPT_DUPLEX, PCS_SIM_8B10B_1G,
	},
};

static int pcs_sim_parse_type(struct pcs_sim_partner *partner, const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pcs_sim_partners); i++) {
		if (!strcmp(pcs_sim_partners[i].name, name)) {
			partner->type = i;
			return 0;
		}
	}

	return -EINVAL;
}

static int pcs_sim_parse_option(struct pcs_sim_partner *partner,
				const char *name, unsigned int *given)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pcs_sim_options); i++) {
		if (!(pcs_sim_options[i].types & BIT(partner->type)) ||
		    strcmp(pcs_sim_options[i].name, name))
			continue;

		if (*given & pcs_sim_options[i].about)
			return -EINVAL;

		*given |= pcs_sim_options[i].about;
		partner->word |= pcs_sim_options[i].word;
		return 0;
	}

	return -EINVAL;
}

/* Fill in @partner, which is zeroed, from words such as "sgmii 100 full". */
int pcs_sim_partner_parse(struct pcs_sim_partner *partner, const char *text)
{
	char buf[sizeof(partner->text)];
	unsigned int given = 0;
	char *rest, *name;
	int err;

	if (strscpy(buf, text) < 0)
		return -EINVAL;

	rest = strim(buf);
	strscpy(partner->text, rest);

	name = strsep(&rest, " ");
	err = pcs_sim_parse_type(partner, name);
	if (err)
		return err;

	while ((name = strsep(&rest, " "))) {
		err = pcs_sim_parse_option(partner, name, &given);
		if (err)
			return err;
	}

	if (~given & pcs_sim_partners[partner->type].required)
		return -EINVAL;

	partner->an = !(given & OPT_FORCED);
	partner->coding = pcs_sim_partners[partner->type].coding;
	partner->link_timer = PCS_SIM_LINK_TIMER_BASEX;
	if (partner->type == PCS_SIM_SGMII) {
		partner->link_timer = PCS_SIM_LINK_TIMER_SGMII;
		partner->word |= LPA_SGMII;
	}

	return 0;
}

/* Say what there is, after @text was not it. */
void pcs_sim_partner_usage(const char *lane, const char *text)
{
	unsigned int i;

	pr_err("pcs-sim: %s: no such partner: %.*s\n", lane,
	       (int)strcspn(text, "\n"), text);
	for (i = 0; i < ARRAY_SIZE(pcs_sim_partners); i++)
		pr_err("pcs-sim: there is: %s%s\n", pcs_sim_partners[i].name,
		       pcs_sim_partners[i].options);
}
