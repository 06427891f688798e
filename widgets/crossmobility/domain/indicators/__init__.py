"""Indicators: definitions, values, targets and what may be said of them at a date."""

from crossmobility.domain.indicators.definitions import Definition, StatusRule, definitions_of, rule_for, status_rules_of
from crossmobility.domain.indicators.values import VALUE_COLUMNS, indicator_values

__all__ = ["VALUE_COLUMNS", "Definition", "StatusRule", "definitions_of", "indicator_values", "rule_for", "status_rules_of"]
