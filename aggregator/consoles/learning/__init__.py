"""Rounds and models of the leader in, the page that HQ reads of learning out."""
