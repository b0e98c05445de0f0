"""The command line: arguments in, exit codes out. A command is a module in `commands` and a row in `main.COMMANDS`."""
