"""What stands in the explore tab: models, prices, parameters, trying out, looking inside, code."""
