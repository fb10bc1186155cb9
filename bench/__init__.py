"""How the published figures are measured: the corpus, the peers, the builds, and where the time goes."""
