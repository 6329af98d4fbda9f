"""Leaves and node hashes in; roots, proofs, signed checkpoints and their verification out."""
