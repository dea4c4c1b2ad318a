/** The machinery of the evolutionary methods: populations, variation, selection. */
@NullMarked
package dev.hone.internal.evo;

import org.jspecify.annotations.NullMarked;
