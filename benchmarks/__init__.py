"""How much more than the physical limit the product costs, both measured in the same run."""
