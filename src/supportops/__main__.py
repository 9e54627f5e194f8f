"""`python -m supportops` is the `supportops` command."""

from supportops.interfaces.commands import main

if __name__ == "__main__":
    main()
