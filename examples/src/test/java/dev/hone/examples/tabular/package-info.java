@NullMarked
package dev.hone.examples.tabular;

import org.jspecify.annotations.NullMarked;
