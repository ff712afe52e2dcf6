"""`python -m wincancel`: the command line."""

from wincancel.command_line import main

if __name__ == "__main__":
    main()
