// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: what the EEPROM of SFP modules holds.
 *
 * 256 bytes at the I2C address A0h, which is what the module is, and 256 at
 * A2h, which is how it feels (SFF-8472 rev 12.4, tables 4-1 and 4-2). As the
 * kernel counts, these are 0x50 and 0x51.
 */
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/seq_file.h>
#include <linux/sfp.h>
#include <linux/string.h>

#include "pcs-sim-sfp.h"

/* A2h, bytes 96 to 105, which follow struct sfp_diag and its checksum */
struct pcs_sim_readings {
	__be16 temp;
	__be16 volt;
	__be16 bias;
	__be16 txpwr;
	__be16 rxpwr;
} __packed;

/* Whatever is in any of them: optical, and monitors itself. */
static const struct sfp_eeprom_ext optical_ext = {
	.options = cpu_to_be16(SFP_OPTIONS_TX_DISABLE | SFP_OPTIONS_TX_FAULT |
			       SFP_OPTIONS_LOS_NORMAL),
	.vendor_sn = "1",
	.datecode = "260101",
	.diagmon = SFP_DIAGMON_DDM | SFP_DIAGMON_INT_CAL |
		   SFP_DIAGMON_RXPWR_AVG,
	.sff8472_compliance = SFP_SFF8472_COMPLIANCE_REV12_0,
};

/* A passive cable has nothing in it that could be switched off, fail or get
 * warm.
 */
static const struct sfp_eeprom_ext cable_ext = {
	.vendor_sn = "1",
	.datecode = "260101",
};

/* link_len counts km and 100 m of single mode fiber, 10 m of OM2 and OM1, then
 * 10 m of OM4 or 1 m of copper, then 10 m of OM3.
 */
static const struct {
	const char *name;
	const struct sfp_eeprom_ext *ext;
	struct sfp_eeprom_base base;
} pcs_sim_modules[] = {
	{
		.name = "1000base-sx",
		.ext = &optical_ext,
		.base = {
			.connector = SFF8024_CONNECTOR_LC,
			.e1000_base_sx = 1,
			.encoding = SFF8024_ENCODING_8B10B,
			.br_nominal = 13,
			.link_len = { 0, 0, 55, 27, 0, 0 },
			.vendor_pn = "1000BASE-SX",
			.optical_wavelength = cpu_to_be16(850),
		},
	}, {
		.name = "1000base-lx",
		.ext = &optical_ext,
		.base = {
			.connector = SFF8024_CONNECTOR_LC,
			.e1000_base_lx = 1,
			.encoding = SFF8024_ENCODING_8B10B,
			.br_nominal = 13,
			.link_len = { 10, 100, 55, 55, 0, 0 },
			.vendor_pn = "1000BASE-LX",
			.optical_wavelength = cpu_to_be16(1310),
		},
	}, {
		/* No compliance bit says so: the kernel goes by the rate. */
		.name = "2500base-x",
		.ext = &optical_ext,
		.base = {
			.connector = SFF8024_CONNECTOR_LC,
			.encoding = SFF8024_ENCODING_8B10B,
			.br_nominal = 31,
			.link_len = { 2, 20, 0, 0, 0, 0 },
			.vendor_pn = "2500BASE-X",
			.optical_wavelength = cpu_to_be16(1310),
		},
	}, {
		.name = "10gbase-sr",
		.ext = &optical_ext,
		.base = {
			.connector = SFF8024_CONNECTOR_LC,
			.e10g_base_sr = 1,
			.encoding = SFF8024_ENCODING_8472_64B66B,
			.br_nominal = 103,
			.link_len = { 0, 0, 8, 3, 40, 30 },
			.vendor_pn = "10GBASE-SR",
			.optical_wavelength = cpu_to_be16(850),
		},
	}, {
		.name = "10gbase-lr",
		.ext = &optical_ext,
		.base = {
			.connector = SFF8024_CONNECTOR_LC,
			.e10g_base_lr = 1,
			.encoding = SFF8024_ENCODING_8472_64B66B,
			.br_nominal = 103,
			.link_len = { 10, 100, 0, 0, 0, 0 },
			.vendor_pn = "10GBASE-LR",
			.optical_wavelength = cpu_to_be16(1310),
		},
	}, {
		.name = "dac-10g",
		.ext = &cable_ext,
		.base = {
			.connector = SFF8024_CONNECTOR_COPPER_PIGTAIL,
			.sfp_ct_passive = 1,
			.encoding = SFF8024_ENCODING_8472_64B66B,
			.br_nominal = 103,
			.link_len = { 0, 0, 0, 0, 1, 0 },
			.vendor_pn = "DAC-10G-1M",
			.passive.sff8431_app_e = 1,
		},
	},
};

/* 1/256 degrees, then 100 uV, 2 uA, and 0.1 uW twice (SFF-8472 table 9-16) */
static const struct sfp_diag pcs_sim_diag = {
	.temp_high_alarm = cpu_to_be16(85 << 8),
	.temp_low_alarm = cpu_to_be16((u16)(-10 * 256)),
	.temp_high_warn = cpu_to_be16(75 << 8),
	.temp_low_warn = cpu_to_be16((u16)(-5 * 256)),
	.volt_high_alarm = cpu_to_be16(36300),
	.volt_low_alarm = cpu_to_be16(29700),
	.volt_high_warn = cpu_to_be16(34650),
	.volt_low_warn = cpu_to_be16(31350),
	.bias_high_alarm = cpu_to_be16(6000),
	.bias_low_alarm = cpu_to_be16(500),
	.bias_high_warn = cpu_to_be16(5000),
	.bias_low_warn = cpu_to_be16(1000),
	.txpwr_high_alarm = cpu_to_be16(15849),
	.txpwr_low_alarm = cpu_to_be16(1000),
	.txpwr_high_warn = cpu_to_be16(12589),
	.txpwr_low_warn = cpu_to_be16(1259),
	.rxpwr_high_alarm = cpu_to_be16(15849),
	.rxpwr_low_alarm = cpu_to_be16(158),
	.rxpwr_high_warn = cpu_to_be16(12589),
	.rxpwr_low_warn = cpu_to_be16(200),
};

static const struct pcs_sim_readings pcs_sim_readings = {
	.temp = cpu_to_be16(35 << 8),
	.volt = cpu_to_be16(33000),
	.bias = cpu_to_be16(3000),
	.txpwr = cpu_to_be16(5623),
	.rxpwr = cpu_to_be16(4467),
};

static void pcs_sim_eeprom_checksum(u8 *buf, size_t len)
{
	u8 sum = 0;
	size_t i;

	for (i = 0; i < len - 1; i++)
		sum += buf[i];
	buf[i] = sum;
}

/* Text has no end, but blanks. */
static void pcs_sim_eeprom_blank(char *text, size_t len)
{
	size_t i;

	for (i = strnlen(text, len); i < len; i++)
		text[i] = ' ';
}

static void pcs_sim_eeprom_id(struct sfp_eeprom_id *id)
{
	struct sfp_eeprom_base *base = &id->base;
	struct sfp_eeprom_ext *ext = &id->ext;

	base->phys_id = SFF8024_ID_SFP;
	base->phys_ext_id = SFP_PHYS_EXT_ID_SFP;
	memcpy(base->vendor_name, "PCS-SIM", 7);
	pcs_sim_eeprom_blank(base->vendor_name, sizeof(base->vendor_name));
	pcs_sim_eeprom_blank(base->vendor_pn, sizeof(base->vendor_pn));
	pcs_sim_eeprom_blank(base->vendor_rev, sizeof(base->vendor_rev));
	pcs_sim_eeprom_blank(ext->vendor_sn, sizeof(ext->vendor_sn));
	pcs_sim_eeprom_blank(ext->datecode, sizeof(ext->datecode));
	pcs_sim_eeprom_checksum((u8 *)base, sizeof(*base));
	pcs_sim_eeprom_checksum((u8 *)ext, sizeof(*ext));
}

/* Bytes 0 to 95 of A2h are the thresholds with a checksum. */
static void pcs_sim_eeprom_diag(u8 *a2)
{
	memcpy(a2, &pcs_sim_diag, sizeof(pcs_sim_diag));
	pcs_sim_eeprom_checksum(a2, SFP_CHKSUM + 1);
	memcpy(a2 + SFP_TEMP, &pcs_sim_readings, sizeof(pcs_sim_readings));
}

/**
 * pcs_sim_eeprom_fill() - write the EEPROM of a module
 * @eeprom: the EEPROM
 * @name: which kind of module
 *
 * Return: 0, or -EINVAL if there is no such kind.
 */
int pcs_sim_eeprom_fill(struct pcs_sim_eeprom *eeprom, const char *name)
{
	struct sfp_eeprom_id *id = (struct sfp_eeprom_id *)eeprom->data;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pcs_sim_modules); i++)
		if (!strcmp(pcs_sim_modules[i].name, name))
			break;
	if (i == ARRAY_SIZE(pcs_sim_modules))
		return -EINVAL;

	memset(eeprom, 0, sizeof(*eeprom));
	id->base = pcs_sim_modules[i].base;
	id->ext = *pcs_sim_modules[i].ext;
	pcs_sim_eeprom_id(id);
	eeprom->size = PCS_SIM_EEPROM_PAGE;

	if (id->ext.sff8472_compliance) {
		pcs_sim_eeprom_diag(eeprom->data + PCS_SIM_EEPROM_PAGE);
		eeprom->size += PCS_SIM_EEPROM_PAGE;
	}

	return 0;
}
EXPORT_SYMBOL_GPL(pcs_sim_eeprom_fill);

/**
 * pcs_sim_eeprom_show_names() - list the kinds of modules that there are
 * @s: where to, with a blank before each
 */
void pcs_sim_eeprom_show_names(struct seq_file *s)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pcs_sim_modules); i++)
		seq_printf(s, " %s", pcs_sim_modules[i].name);
}
