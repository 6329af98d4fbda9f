"""What was done here goes in; entries that cannot be changed unseen, proofs and bundles come out."""
