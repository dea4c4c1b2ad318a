/** What the examples share that run a study over a learner. */
@NullMarked
package dev.hone.examples.study;

import org.jspecify.annotations.NullMarked;
