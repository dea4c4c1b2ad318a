/** The machinery of optimizers that are made of others. */
@NullMarked
package dev.hone.internal.auto;

import org.jspecify.annotations.NullMarked;
