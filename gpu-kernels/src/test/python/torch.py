from anything import stand_in

stand_in("torch")
