/** What the machine can do at best, measured beside the benchmarks. */
@NullMarked
package dev.hone.benchmarks.roofline;

import org.jspecify.annotations.NullMarked;
