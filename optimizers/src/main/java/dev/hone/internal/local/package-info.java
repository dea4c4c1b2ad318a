/** Local search on quadratic models of what was told. */
@NullMarked
package dev.hone.internal.local;

import org.jspecify.annotations.NullMarked;
