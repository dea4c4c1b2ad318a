/** Softmax regression in plain Java, and the ways to train it that {@code TrainPopulation} compares. */
@NullMarked
package dev.hone.examples.population;

import org.jspecify.annotations.NullMarked;
