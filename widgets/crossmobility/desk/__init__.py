"""One function a notebook of the desk: an officer's own files and records, in JupyterLab only."""

from crossmobility.desk.check_page import data_check, data_check_table
from crossmobility.desk.country_file import country_file, country_file_table
from crossmobility.desk.hosting import hosting_guide, hosting_table
from crossmobility.desk.pairs import pairs_page, pairs_table
from crossmobility.desk.planner import planner_page, planner_table
from crossmobility.desk.records import Records, open_records

__all__ = [
    "Records",
    "country_file",
    "country_file_table",
    "data_check",
    "data_check_table",
    "hosting_guide",
    "hosting_table",
    "open_records",
    "pairs_page",
    "pairs_table",
    "planner_page",
    "planner_table",
]
