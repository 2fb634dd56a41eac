"""Trains a Duo-LLM, its routers and exports them as a bundle (see ../README.md)."""
