"""The screens, one package each; a package is imported early for its actions, its screen only when it is opened."""
