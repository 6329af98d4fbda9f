"""A store's live configuration in; the page that tells visitors what runs there, in their languages, out."""
