from anything import stand_in

stand_in("gpytorch", "gpytorch.mlls")
