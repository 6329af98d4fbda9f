"""Signs, pauses, objections and receipts in; whether a camera may look, and the public page, out."""
