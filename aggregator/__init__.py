"""The server side, run twice: sealed reports in, releases and pages out."""
