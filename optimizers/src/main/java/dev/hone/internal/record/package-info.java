/** How records are read as search spaces. */
@NullMarked
package dev.hone.internal.record;

import org.jspecify.annotations.NullMarked;
