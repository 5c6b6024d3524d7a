// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: the nodes of acpi_test.c
 *
 * A table for the machine that scripts/qemu makes. The nodes of lookup_test.c,
 * by the same names, which are their _UID here; then what only ACPI can say;
 * then devices that drivers bind to. "pcs-sim" is no vendor.
 */
#define PROPERTIES	ToUUID ("daffd814-6eba-4d8c-8a91-bc9bbf4aa301")
#define SUBNODES	ToUUID ("dbb8e3e6-5886-4ba6-8795-1319f52a966b")

DefinitionBlock ("", "SSDT", 2, "PCS", "KUNIT", 1)
{
	/* PCS */
	Device (\_SB.PCS0)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "pcs")
	}

	Device (\_SB.PCSC)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "channels")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "#pcs-cells", 1 },
		} })
	}

	Device (\_SB.PCSA)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "absent")
	}

	Device (\_SB.PCSD)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "disabled")
		Name (_STA, 0)

		Device (PART)
		{
			Name (_HID, "PCSK0001")
			Name (_UID, "part")
		}
	}

	/* One with a node for each of its channels, no devices */
	Device (\_SB.PCSN)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "subnodes")
		Name (_DSD, Package () { SUBNODES, Package () {
			Package () { "pcs@0", "CH00" },
			Package () { "pcs@1", "CH01" },
		} })
		Name (CH00, Package () { PROPERTIES, Package () {
			Package () { "reg", 0 },
		} })
		Name (CH01, Package () { PROPERTIES, Package () {
			Package () { "reg", 1 },
		} })
	}

	/* What refers to them, as in lookup_overlay.dtso */
	Device (\_SB.PCU0)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "none")
	}

	Device (\_SB.PCU1)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "one")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { PCS0 } },
		} })
	}

	Device (\_SB.PCU2)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "named")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { PCSA, PCS0 } },
			Package () { "pcs-handle-names",
				     Package () { "xfi", "sgmii", "none" } },
		} })
	}

	Device (\_SB.PCU3)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "names-only")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle-names",
				     Package () { "xfi", "sgmii", "none" } },
		} })
	}

	Device (\_SB.PCU4)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "legacy")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcsphy-handle",
				     Package () { PCSA, PCS0 } },
			Package () { "pcs-handle-names",
				     Package () { "xfi", "sgmii", "none" } },
		} })
	}

	Device (\_SB.PCU5)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "cell")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { PCSC, 2 } },
		} })
	}

	Device (\_SB.PCU6)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "cell-beyond")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { PCSC, 3 } },
		} })
	}

	Device (\_SB.PCU7)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "cell-missing")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { PCSC } },
		} })
	}

	Device (\_SB.PCU8)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "cell-surplus")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { PCS0, 1 } },
		} })
	}

	Device (\_SB.PCU9)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "mixed")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle",
				     Package () { PCSC, 0, PCS0, PCSC, 1 } },
		} })
	}

	Device (\_SB.PCUA)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "malformed")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", 1 },
		} })
	}

	Device (\_SB.PCUB)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "itself")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { \_SB.PCUB } },
		} })
	}

	Device (\_SB.PCUC)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "to-absent")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { PCSA } },
		} })
	}

	Device (\_SB.PCUD)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "to-disabled")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { PCSD } },
		} })
	}

	Device (\_SB.PCUE)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "to-part")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle",
				     Package () { \_SB.PCSD.PART } },
		} })
	}

	/* Other ways to write one reference, or one name */
	Device (\_SB.PCV0)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "bare")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", PCS0 },
			Package () { "pcs-handle-names", "sgmii" },
		} })
	}

	Device (\_SB.PCV1)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "path")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", "\\_SB.PCS0" },
		} })
	}

	Device (\_SB.PCV2)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "path-cell")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle",
				     Package () { "\\_SB.PCS0",
						  "\\_SB.PCSC", 1 } },
		} })
	}

	Device (\_SB.PCV3)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "subnode")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle",
				     Package () { "\\_SB.PCSN.CH00",
						  "\\_SB.PCSN.CH01" } },
		} })
	}

	/* The first is empty */
	Device (\_SB.PCV4)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "hole")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { 0, PCS0 } },
		} })
	}

	/* An empty one that looks like a cell of the one before */
	Device (\_SB.PCV5)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "hole-or-cell")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle",
				     Package () { PCS0, 0, PCS0 } },
		} })
	}

	/* The port of a switch, no device */
	Device (\_SB.PCV6)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "switch")
		Name (_DSD, Package () { SUBNODES, Package () {
			Package () { "port@0", "PRT0" },
		} })
		Name (PRT0, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { \_SB.PCS0 } },
		} })
	}

	/* What is wrong */
	Device (\_SB.PCW0)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "path-dangling")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", "\\_SB.PCSX" },
		} })
	}

	Device (\_SB.PCW1)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "second-dangling")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle",
				     Package () { PCS0, "\\_SB.PCSX" } },
		} })
	}

	Device (\_SB.PCW2)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "no-device")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { MTHD } },
		} })
		Method (MTHD, 0) { Return (0) }
	}

	/* The kernel takes no notice of properties if one has such a value */
	Device (\_SB.PCW3)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "buffer")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle",
				     Package () { PCS0, Buffer () { 1, 2 } } },
		} })
	}

	Device (\_SB.PCW4)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "cells-17")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle",
				     Package () { PCSC, 1, 2, 3, 4, 5, 6, 7, 8,
						  9, 10, 11, 12, 13, 14, 15,
						  16, 17 } },
		} })
	}

	Device (\_SB.PCW5)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "empty")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { } },
		} })
	}

	Device (\_SB.PCW6)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "names-malformed")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { PCS0 } },
			Package () { "pcs-handle-names", Package () { 1 } },
		} })
	}

	/* For drivers */
	Device (\_SB.PCX0)
	{
		Name (_HID, "PRP0001")
		Name (_UID, "driver-pcs0")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "compatible", "pcs-sim,kunit-pcs" },
		} })
	}

	Device (\_SB.PCX1)
	{
		Name (_HID, "PRP0001")
		Name (_UID, "driver-pcs1")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "compatible", "pcs-sim,kunit-pcs" },
		} })
	}

	Device (\_SB.PCX2)
	{
		Name (_HID, "PRP0001")
		Name (_UID, "driver-mac")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "compatible", "pcs-sim,kunit-mac" },
			Package () { "managed", "in-band-status" },
			Package () { "pcs-handle", Package () { PCX0, PCX1 } },
			Package () { "pcs-handle-names",
				     Package () { "xfi", "sgmii" } },
		} })
	}

	/* A MAC with its PCS below */
	Device (\_SB.PCX3)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "owner")
		Name (_DSD, Package () { PROPERTIES, Package () {
			Package () { "pcs-handle", Package () { ^PCX3.OWN0 } },
		} })

		Device (OWN0)
		{
			Name (_ADR, 0)
		}
	}

	/* Lynx PCS, one of them that of a DPMAC, for lynx_test.c */
	Device (\_SB.PCL0)
	{
		Name (_HID, "PCSK0001")
		Name (_UID, "lynx-mdio")

		Device (PHY1)
		{
			Name (_ADR, 1)
		}

		Device (PHY2)
		{
			Name (_ADR, 2)
		}

		Device (PHY3)
		{
			Name (_ADR, 3)
		}
	}

	Device (\_SB.PCL1)
	{
		Name (_HID, "NXP0008")
		Name (_UID, "lynx-mc")

		Device (MAC0)
		{
			Name (_HID, "PCSK0001")
			Name (_UID, "lynx-user")
			Name (_DSD, Package () { PROPERTIES, Package () {
				Package () { "pcs-handle",
					     Package () { \_SB.PCL0.PHY1 } },
			} })
		}
	}
}
