/** A system that runs while its knobs are turned. */
@NullMarked
package dev.hone.examples.live;

import org.jspecify.annotations.NullMarked;
