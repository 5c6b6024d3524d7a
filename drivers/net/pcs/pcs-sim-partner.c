// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: what is at the far end of a medium, in words.
 */
#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/mdio.h>
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
#define BASET				(BIT(PCS_SIM_1000BASET) | \
					 BIT(PCS_SIM_100BASETX) | \
					 BIT(PCS_SIM_10BASET))
#define USXGMII				BIT(PCS_SIM_USXGMII)
#define BACKPLANE			(BIT(PCS_SIM_10GBASEKR) | \
					 BIT(PCS_SIM_1000BASEKX))

static const struct {
	unsigned long types;
	const char *name;
	unsigned int about;
	u64 word;
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
	{ BIT(PCS_SIM_1000BASET), "full", OPT_DUPLEX,
	  PCS_SIM_TP_1000(ADVERTISE_1000FULL) },
	{ BIT(PCS_SIM_1000BASET), "half", OPT_DUPLEX,
	  PCS_SIM_TP_1000(ADVERTISE_1000HALF) },
	{ BIT(PCS_SIM_100BASETX), "full", OPT_DUPLEX, ADVERTISE_100FULL },
	{ BIT(PCS_SIM_100BASETX), "half", OPT_DUPLEX, ADVERTISE_100HALF },
	{ BIT(PCS_SIM_10BASET), "full", OPT_DUPLEX, ADVERTISE_10FULL },
	{ BIT(PCS_SIM_10BASET), "half", OPT_DUPLEX, ADVERTISE_10HALF },
	{ BASET, "pause", OPT_PAUSE, ADVERTISE_PAUSE_CAP },
	{ BASET, "asym-pause", OPT_ASYM_PAUSE, ADVERTISE_PAUSE_ASYM },
	{ BIT(PCS_SIM_100BASETX), "forced", OPT_FORCED, 0 },
	{ BIT(PCS_SIM_10BASET), "forced", OPT_FORCED, 0 },
	{ USXGMII, "10", OPT_SPEED, MDIO_USXGMII_LINK | MDIO_USXGMII_10 },
	{ USXGMII, "100", OPT_SPEED, MDIO_USXGMII_LINK | MDIO_USXGMII_100 },
	{ USXGMII, "1000", OPT_SPEED, MDIO_USXGMII_LINK | MDIO_USXGMII_1000 },
	{ USXGMII, "2500", OPT_SPEED, MDIO_USXGMII_LINK | MDIO_USXGMII_2500 },
	{ USXGMII, "5000", OPT_SPEED, MDIO_USXGMII_LINK | MDIO_USXGMII_5000 },
	{ USXGMII, "10000", OPT_SPEED, MDIO_USXGMII_LINK | MDIO_USXGMII_10G },
	{ USXGMII, "full", OPT_DUPLEX, MDIO_USXGMII_FULL_DUPLEX },
	{ USXGMII, "half", OPT_DUPLEX, 0 },
	{ USXGMII, "down", OPT_SPEED | OPT_DUPLEX, 0 },
	{ USXGMII, "forced", OPT_FORCED, 0 },
	{ BACKPLANE, "pause", OPT_PAUSE, MDIO_AN_C73_0_PAUSE },
	{ BACKPLANE, "asym-pause", OPT_ASYM_PAUSE, MDIO_AN_C73_0_ASM_DIR },
};

/* The first page of clause 73, with a technology (annex 28A, 73.6.4) */
#define C73_PAGE(technology)		(0x0001 | (technology) << 16)

/* No link_timer: it does not negotiate. */
static const struct {
	const char *name;
	const char *options;
	unsigned int required;
	enum pcs_sim_coding coding;
	u32 link_timer;
	u32 word;
} pcs_sim_partners[] = {
	[PCS_SIM_NONE] = { "none", "", 0 },
	[PCS_SIM_CABLE] = { "cable", "", 0 },
	[PCS_SIM_BASEX] = {
		"1000base-x", " full|half [pause] [asym-pause] [forced]",
		OPT_DUPLEX, PCS_SIM_8B10B_1G, PCS_SIM_LINK_TIMER_BASEX,
	},
	[PCS_SIM_2500BASEX] = {
		"2500base-x", " full|half [pause] [asym-pause] [forced]",
		OPT_DUPLEX, PCS_SIM_8B10B_2G5, PCS_SIM_LINK_TIMER_BASEX,
	},
	[PCS_SIM_SGMII] = {
		"sgmii", " 10|100|1000 full|half [forced], or down [forced]",
		OPT_SPEED | OPT_DUPLEX, PCS_SIM_8B10B_1G,
		PCS_SIM_LINK_TIMER_SGMII, LPA_SGMII,
	},
	[PCS_SIM_USXGMII] = {
		"usxgmii",
		" 10|100|1000|2500|5000|10000 full|half [forced], or down [forced]",
		OPT_SPEED | OPT_DUPLEX, PCS_SIM_64B66B_10G,
		PCS_SIM_LINK_TIMER_SGMII, LPA_SGMII,
	},
	[PCS_SIM_10GBASER] = { "10gbase-r", "", 0, PCS_SIM_64B66B_10G },
	[PCS_SIM_10GBASEKR] = {
		"10gbase-kr", " [pause] [asym-pause]", 0, PCS_SIM_BACKPLANE,
		PCS_SIM_LINK_TIMER_BACKPLANE,
		C73_PAGE(MDIO_AN_C73_1_10GBASE_KR),
	},
	[PCS_SIM_1000BASEKX] = {
		"1000base-kx", " [pause] [asym-pause]", 0, PCS_SIM_BACKPLANE,
		PCS_SIM_LINK_TIMER_BACKPLANE,
		C73_PAGE(MDIO_AN_C73_1_1000BASE_KX),
	},
	[PCS_SIM_1000BASET] = {
		"1000base-t", " full|half [pause] [asym-pause]",
		OPT_DUPLEX, PCS_SIM_TWISTED_PAIR, PCS_SIM_LINK_TIMER_BASEX,
		ADVERTISE_CSMA,
	},
	[PCS_SIM_100BASETX] = {
		"100base-tx", " full|half [pause] [asym-pause] [forced]",
		OPT_DUPLEX, PCS_SIM_TWISTED_PAIR, PCS_SIM_LINK_TIMER_BASEX,
		ADVERTISE_CSMA,
	},
	[PCS_SIM_10BASET] = {
		"10base-t", " full|half [pause] [asym-pause] [forced]",
		OPT_DUPLEX, PCS_SIM_TWISTED_PAIR, PCS_SIM_LINK_TIMER_BASEX,
		ADVERTISE_CSMA,
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

	partner->coding = pcs_sim_partners[partner->type].coding;
	partner->link_timer = pcs_sim_partners[partner->type].link_timer;
	partner->word |= pcs_sim_partners[partner->type].word;
	partner->an = partner->link_timer && !(given & OPT_FORCED);

	return 0;
}

/* After @text was none of them: the words that go with the first one, or what
 * that could be.
 */
void pcs_sim_partner_usage(const char *text, char *buf, size_t size)
{
	size_t len = strcspn(text, "\n "), pos = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pcs_sim_partners); i++) {
		const char *name = pcs_sim_partners[i].name;

		if (strlen(name) == len && !strncmp(text, name, len)) {
			scnprintf(buf, size, "%s%s", name,
				  pcs_sim_partners[i].options);
			return;
		}
		pos += scnprintf(buf + pos, size - pos, "%s%s", i ? ", " : "",
				 name);
	}
}
