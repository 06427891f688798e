"""Files for others: what a page or a command hands over to be opened elsewhere."""

from crossmobility.exports.iptt import iptt_workbook

__all__ = ["iptt_workbook"]
