"""Chains of batched contractions run batch by batch, so that what lies between them stays in a cache."""
