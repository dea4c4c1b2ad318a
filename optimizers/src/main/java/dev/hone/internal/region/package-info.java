/** What the regions share. */
@NullMarked
package dev.hone.internal.region;

import org.jspecify.annotations.NullMarked;
