/** The noiseless functions of BBOB, and what it takes to solve them. */
@NullMarked
package dev.hone.benchmarks.bbob;

import org.jspecify.annotations.NullMarked;
