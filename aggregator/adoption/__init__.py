"""Signers, drafts and confirmations in; versions in force, and which store measures under which, out."""
