/** Neural networks of DL4J as learners to be tuned. */
@NullMarked
package dev.hone.examples.dl4j;

import org.jspecify.annotations.NullMarked;
