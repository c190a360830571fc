"""One file or package for each foreign client, all behind base.Link."""
