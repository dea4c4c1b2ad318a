/** How good the optimizers are: problems, runs with many seeds, and what they add up to. */
@NullMarked
package dev.hone.examples.quality;

import org.jspecify.annotations.NullMarked;
