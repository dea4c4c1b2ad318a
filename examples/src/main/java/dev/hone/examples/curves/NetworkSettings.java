package dev.hone.examples.curves;

/**
 * How a network is trained.
 *
 * @param learningRate the step along a gradient
 * @param momentum how much of the last step is made again, 0 to below 1
 * @param weightDecay the factor of half the squared weights in what is minimised
 * @param dropout the chance that a pixel is left out while training, 0 to below 1
 */
public record NetworkSettings(
    double learningRate, double momentum, double weightDecay, double dropout) {}
