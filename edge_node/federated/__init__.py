"""A training plan and a model in, one sealed update out; and the Flower processes that carry both."""
