/**
 * Programs to run and to read: each class is one story with a {@code main}.
 *
 * <ul>
 *   <li>{@link dev.hone.examples.HelloHone}: the ten lines that everything else grows from;
 *   <li>{@link dev.hone.examples.TuneLightGbm}: a real trainer on real data, beside random search;
 *   <li>{@link dev.hone.examples.RecordedTables}: a folder of recorded trainings, to compare
 *       optimizers on thousands of trials in seconds.
 * </ul>
 */
@NullMarked
package dev.hone.examples;

import org.jspecify.annotations.NullMarked;
