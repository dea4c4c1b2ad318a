/** Acquisition functions: what a candidate promises, given the posterior of its value. */
@NullMarked
package dev.hone.math.acquisition;

import org.jspecify.annotations.NullMarked;
