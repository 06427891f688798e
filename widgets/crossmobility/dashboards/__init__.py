"""One function a notebook: Figures in, a page out."""

from crossmobility.dashboards.flows import check_promises, flows_dashboard, flows_table
from crossmobility.dashboards.indicators import indicators_dashboard, indicators_table
from crossmobility.dashboards.programmes import programmes_dashboard, programmes_table
from crossmobility.dashboards.reciprocity import reciprocity_checks, reciprocity_dashboard, reciprocity_table
from crossmobility.dashboards.start import start_page
from crossmobility.release.figures import open_figures

__all__ = [
    "check_promises",
    "flows_dashboard",
    "flows_table",
    "indicators_dashboard",
    "indicators_table",
    "open_figures",
    "programmes_dashboard",
    "programmes_table",
    "reciprocity_checks",
    "reciprocity_dashboard",
    "reciprocity_table",
    "start_page",
]
