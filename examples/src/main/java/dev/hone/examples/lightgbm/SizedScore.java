package dev.hone.examples.lightgbm;

/**
 * How good a model is, and how large.
 *
 * @param score its score on examples held out
 * @param kilobytes its size as text
 */
public record SizedScore(Score score, double kilobytes) {}
