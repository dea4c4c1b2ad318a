/** Models whose validation loss has an exact gradient by their penalties. */
@NullMarked
package dev.hone.examples.hypergradient;

import org.jspecify.annotations.NullMarked;
