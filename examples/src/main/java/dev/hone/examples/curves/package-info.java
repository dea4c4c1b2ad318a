/** A small learner whose trainings can be cut short and taken up again. */
@NullMarked
package dev.hone.examples.curves;

import org.jspecify.annotations.NullMarked;
