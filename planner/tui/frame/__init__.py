"""What all screens share: head, keys, help, menu, dialogs."""
