"""Who a person is and what they may do: a session's token goes in, a `Person` with rights comes out."""
