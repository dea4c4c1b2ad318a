from anything import stand_in

stand_in("botorch", "botorch.acquisition", "botorch.fit", "botorch.models", "botorch.optim")
