package dev.hone.examples.lightgbm;

import dev.hone.Trial;

/**
 * A trial and all that was learnt from it.
 *
 * @param trial what was asked, and told the log loss
 * @param score what came of it
 */
public record Attempt(Trial trial, Score score) {}
