/** The machinery of the methods that descend: step rules, gradients, starts. */
@NullMarked
package dev.hone.internal.descent;

import org.jspecify.annotations.NullMarked;
