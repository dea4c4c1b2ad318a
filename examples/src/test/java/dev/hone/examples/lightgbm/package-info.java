@NullMarked
package dev.hone.examples.lightgbm;

import org.jspecify.annotations.NullMarked;
