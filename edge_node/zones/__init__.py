"""Tracks in, visits and crossings out."""
