/** What several optimization methods share. Not part of the API. */
@NullMarked
package dev.hone.internal;

import org.jspecify.annotations.NullMarked;
