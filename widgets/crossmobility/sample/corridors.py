"""Who came to France by reciprocity, year by year: published counts where there are some, invented ones between them.

Published: every number of 2015; 54 from these 14 countries in 2016; 251 from 40 countries in 2019, Tunisia, Senegal and
Burkina Faso first; 153 from 27 in 2022 and its five largest; 860 from 61 countries in 2017 to 2022, 60 % of them from
11. The rest is invented to fit: no split of 2016, 2017, 2018, 2020 and 2021 was ever published.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Counts = Mapping[str, int]


def counts(text: str) -> Counts:
    """Read ``SEN 11 TUN 8`` as numbers by country, in the order written."""
    words = text.split()
    return MappingProxyType({country: int(number) for country, number in zip(words[::2], words[1::2], strict=True)})


SERVICE_CIVIQUE_IN: Final[Mapping[int, Counts]] = {
    2014: counts("SEN 11 TUN 5 BFA 2 TGO 2 MLI 1 BEN 1"),
    2015: counts("SEN 11 TUN 8 BFA 3 TGO 3 BRA 2 PER 2 MAR 1 MLI 1 BEN 1 IND 1"),
    2016: counts("TUN 12 SEN 9 BFA 7 MLI 5 TGO 4 BEN 3 CIV 3 NER 2 CMR 2 MDG 2 HTI 2 KHM 1 VNM 1 IND 1"),
    2017: counts(
        "SEN 15 TUN 14 BFA 9 TGO 6 BEN 5 COD 5 ECU 5 GIN 5 MLI 5 NER 5 CIV 4 COG 4 GHA 4 MAR 4 PER 4 PHL 4 HTI 3 KEN 3"
        " MDG 3 TCD 3 CMR 2 COL 1 IND 1 LBN 1 VNM 1"
    ),
    2018: counts(
        "TUN 21 SEN 20 BFA 14 BEN 8 MDG 8 TGO 8 IND 7 CIV 6 COM 6 MAR 6 CHL 5 COL 5 LAO 5 MLI 5 MUS 5 NIC 5 THA 5 BDI 4"
        " CMR 4 DOM 4 HTI 4 SRB 4 TUR 4 UGA 4 JOR 3 TZA 3 ARM 2 EGY 2 GNB 2 KOR 2 MDA 2 UKR 2 BOL 1 VNM 1"
    ),
    2019: counts(
        "TUN 33 SEN 30 BFA 20 BEN 10 MAR 9 TGO 9 CIV 8 MDG 8 VNM 8 COL 7 NER 7 RWA 7 LBN 6 ARG 5 CMR 5 COD 5 GIN 5 HTI 5"
        " IND 5 MEX 5 MLI 5 PER 5 PHL 5 NPL 4 PSE 4 ALB 3 BRA 3 COG 3 MRT 3 CHN 2 CPV 2 ECU 2 GHA 2 GTM 2 KEN 2 LKA 2"
        " TCD 2 GEO 1 KHM 1 ZAF 1"
    ),
    # All arrived before arrivals stopped in March.
    2020: counts(
        "SEN 8 MDG 5 TUN 5 BFA 4 PER 4 VNM 4 TGO 3 BEN 2 CIV 2 HTI 2 MAR 2 MLI 2 CMR 1 COL 1 ECU 1 GIN 1 IND 1 KEN 1"
        " KHM 1 LBN 1 PHL 1"
    ),
    # All arrived after arrivals resumed at the end of July.
    2021: counts(
        "SEN 9 BEN 7 TUN 7 BFA 6 MAR 6 CIV 5 TGO 5 COD 4 GHA 4 JOR 4 MDG 4 NPL 4 ARG 3 CMR 3 ECU 3 MEX 3 ZAF 3 ALB 2"
        " BOL 2 CHL 2 HTI 2 KEN 2 MLI 2 NER 2 COL 1 GEO 1 IND 1 LAO 1 PER 1 RWA 1 UKR 1"
    ),
    2022: counts(
        "SEN 22 MAR 18 BEN 17 BFA 16 LBN 9 TUN 8 TGO 7 CIV 6 MDG 6 GIN 5 CMR 4 VNM 4 COL 3 ECU 3 IND 3 PER 3 BRA 2 HTI 2"
        " KEN 2 KHM 2 MEX 2 MLI 2 NER 2 PHL 2 COD 1 GHA 1 IDN 1"
    ),
    # Burkina Faso before August only; Mali and Niger no more.
    2023: counts(
        "SEN 24 MAR 16 BEN 14 TUN 12 TGO 11 CIV 10 MDG 9 LBN 7 CMR 6 BFA 5 GIN 5 PER 4 VNM 4 COL 3 IND 3 BRA 2 ECU 2"
        " KEN 2 KHM 2 PHL 2 MEX 1"
    ),
    2024: counts(
        "SEN 24 MAR 20 BEN 17 TUN 15 TGO 14 CIV 13 MDG 11 CMR 9 GIN 7 LBN 6 COD 4 COL 4 PER 4 VNM 4 IND 3 ECU 2 KEN 2"
        " KHM 2 MRT 2 PHL 2"
    ),
    # New contracts were frozen for most of the year.
    2025: counts(
        "SEN 14 MAR 12 BEN 11 TGO 10 TUN 10 CIV 8 MDG 8 CMR 6 LBN 4 COD 3 COL 3 IND 3 PER 3 VNM 3 ECU 2 KEN 2 KHM 2"
    ),
}
# Published for a month: 16 Senegalese in January 2022, 14 in October 2023 (not those of a programme).
MONTHS: Final[Mapping[tuple[int, str], tuple[int, int]]] = {(2022, "SEN"): (1, 8), (2023, "SEN"): (10, 14)}
STARTS_BY_MONTH: Final[Mapping[int, Mapping[int, int]]] = {
    2020: {1: 50, 2: 40, 3: 10},
    2021: {8: 10, 9: 35, 10: 30, 11: 20, 12: 5},
    2025: {1: 50, 2: 2, 3: 2, 4: 2, 9: 12, 10: 18, 11: 12, 12: 2},
}
ANY_YEAR: Final[Mapping[int, int]] = {1: 16, 2: 7, 3: 6, 4: 4, 5: 4, 6: 4, 7: 3, 8: 3, 9: 21, 10: 20, 11: 10, 12: 2}

VSI_IN_2023: Final = counts("SEN 9 TGO 8 BEN 7 CIV 6 MDG 5 TUN 5 CMR 4 MAR 4 KHM 3 PHL 2 VNM 2 PER 2 COL 1 IND 1")
VSI_IN_LATER: Final = counts(
    "SEN 14 TGO 12 BEN 12 CIV 10 MDG 9 TUN 8 CMR 7 MAR 7 KHM 4 GIN 4 PHL 3 VNM 3 PER 3 COL 2 IND 2"
)
YOUTH_IN_2022: Final = counts("SEN 9 BEN 7 TGO 6 MAR 6 MDG 5 CIV 4 VNM 2")

# Departures: invented, and few on purpose; in reality France sends many times more than it receives.
OUT_BY_YEAR: Final[Mapping[str, Mapping[int, int]]] = {
    "SC_INTL": dict(zip(range(2014, 2026), (6, 8, 10, 11, 13, 15, 4, 6, 12, 13, 14, 9), strict=True)),
    "VSI": dict(zip(range(2014, 2026), (8, 9, 9, 10, 10, 11, 3, 6, 11, 12, 12, 9), strict=True)),
}
# Work camps: about 1.1 arrivals for a departure, as counted in 2016.
CAMPS_IN: Final = dict(zip(range(2014, 2026), (6, 6, 7, 7, 8, 8, 0, 3, 7, 7, 8, 8), strict=True))
CAMPS_OUT: Final = dict(zip(range(2014, 2026), (6, 6, 6, 7, 7, 8, 0, 3, 6, 6, 7, 7), strict=True))
CAMP_COUNTRIES: Final = counts("DEU 12 ITA 10 ESP 10 CZE 6 TUR 8 KOR 9 JPN 7 MEX 8 MAR 5 TGO 4 VNM 3 BEN 3 TUN 4 ARM 3")
OUT_COUNTRIES: Final = counts(
    "SEN 12 BEN 8 TGO 8 MDG 9 KHM 7 MAR 7 TUN 6 CMR 6 CIV 5 VNM 6 PHL 5 PER 5 IND 6 LBN 4 ECU 3 COL 3 KEN 3 COD 2 GIN 2"
)
