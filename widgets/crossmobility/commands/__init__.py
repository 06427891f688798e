"""The commands of the console script, one module a command; ``cli`` reads the arguments and calls them."""
