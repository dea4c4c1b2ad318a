/**
 * Ending a whole search: plain objects that are shown every trial that has ended and say when it is
 * enough.
 */
@NullMarked
package dev.hone.terminator;

import org.jspecify.annotations.NullMarked;
