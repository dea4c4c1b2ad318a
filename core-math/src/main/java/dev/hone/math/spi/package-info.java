/** What a backend module implements; found by {@link java.util.ServiceLoader}. */
@NullMarked
package dev.hone.math.spi;

import org.jspecify.annotations.NullMarked;
