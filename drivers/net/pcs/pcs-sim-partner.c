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

static const struct {
	enum pcs_sim_partner_type type;
	const char *name;
	unsigned int about;
	u16 word;
} pcs_sim_options[] = {
	{ PCS_SIM_BASEX, "full", OPT_DUPLEX, ADVERTISE_1000XFULL },
	{ PCS_SIM_BASEX, "half", OPT_DUPLEX, ADVERTISE_1000XHALF },
	{ PCS_SIM_BASEX, "pause", OPT_PAUSE, ADVERTISE_1000XPAUSE },
	{ PCS_SIM_BASEX, "asym-pause", OPT_ASYM_PAUSE,
	  ADVERTISE_1000XPSE_ASYM },
	{ PCS_SIM_BASEX, "forced", OPT_FORCED, 0 },
	{ PCS_SIM_SGMII, "10", OPT_SPEED, LPA_SGMII_LINK | LPA_SGMII_10 },
	{ PCS_SIM_SGMII, "100", OPT_SPEED, LPA_SGMII_LINK | LPA_SGMII_100 },
	{ PCS_SIM_SGMII, "1000", OPT_SPEED, LPA_SGMII_LINK | LPA_SGMII_1000 },
	{ PCS_SIM_SGMII, "full", OPT_DUPLEX, LPA_SGMII_FULL_DUPLEX },
	{ PCS_SIM_SGMII, "half", OPT_DUPLEX, 0 },
	{ PCS_SIM_SGMII, "down", OPT_SPEED | OPT_DUPLEX, 0 },
	{ PCS_SIM_SGMII, "forced", OPT_FORCED, 0 },
};

static const struct {
	const char *name;
	const char *options;
	unsigned int required;
} pcs_sim_partners[] = {
	[PCS_SIM_NONE] = { "none", "", 0 },
	[PCS_SIM_CABLE] = { "cable", "", 0 },
	[PCS_SIM_BASEX] = {
		"1000base-x", " full|half [pause] [asym-pause] [forced]",
		OPT_DUPLEX,
	},
	[PCS_SIM_SGMII] = {
		"sgmii", " 10|100|1000 full|half [forced], or down [forced]",
		OPT_SPEED | OPT_DUPLEX,
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
		if (pcs_sim_options[i].type != partner->type ||
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
	partner->link_timer = PCS_SIM_LINK_TIMER_BASEX;
	if (partner->type == PCS_SIM_SGMII) {
		partner->link_timer = PCS_SIM_LINK_TIMER_SGMII;
		partner->word |= LPA_SGMII;
	}

	return 0;
}

/* Say what there is, after @text was not it. */
void pcs_sim_partner_usage(const char *pcs, const char *text)
{
	unsigned int i;

	pr_err("pcs-sim: %s: no such partner: %.*s\n", pcs,
	       (int)strcspn(text, "\n"), text);
	for (i = 0; i < ARRAY_SIZE(pcs_sim_partners); i++)
		pr_err("pcs-sim: there is: %s%s\n", pcs_sim_partners[i].name,
		       pcs_sim_partners[i].options);
}
