@NullMarked
package dev.hone.examples;

import org.jspecify.annotations.NullMarked;
