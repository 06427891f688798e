"""One function a notebook of the desk: an officer's own files, in JupyterLab only."""

from crossmobility.desk.check_page import data_check, data_check_table

__all__ = ["data_check", "data_check_table"]
