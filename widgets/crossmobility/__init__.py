"""Follow reciprocal international volunteering: who goes where, how balanced, and whether targets are met."""
