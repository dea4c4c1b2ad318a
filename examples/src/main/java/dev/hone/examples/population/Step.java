package dev.hone.examples.population;

/**
 * How a model is trained for an interval.
 *
 * @param learningRate the step along a gradient
 * @param momentum how much of the last step is made again
 */
public record Step(double learningRate, double momentum) {}
