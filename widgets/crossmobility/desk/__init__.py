"""One function a notebook of the desk: an officer's own files and records, in JupyterLab only."""

from crossmobility.desk.check_page import data_check, data_check_table
from crossmobility.desk.pairs import pairs_page, pairs_table
from crossmobility.desk.records import Records, open_records

__all__ = ["Records", "data_check", "data_check_table", "open_records", "pairs_page", "pairs_table"]
